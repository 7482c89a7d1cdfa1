"""What an officer sends from a page of the review: read, kept as typed where it is wrong, saved all or nothing."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction

from actions.alignment_review import (
    DECIDED_ELSEWHERE,
    add_assessed,
    confirm_inherited,
    reject_inherited,
    take_back_confirmation,
    take_back_rejection,
)

LEADS_TO = {"confirm": "confirmed", "reject": "rejected", "reopen": "waiting"}
LONGEST_REASON = 2000


class ReasonField(forms.CharField):
    """Why an officer says so, in a few sentences."""

    def __init__(self):
        super().__init__(required=False, max_length=LONGEST_REASON)


class PairForm(forms.Form):
    """What becomes of one Pair: nothing, confirmed, rejected with a reason, or it waits again.

    `seen` is the state that the officer saw; a choice made of another state than the present one is refused.
    """

    choice = forms.ChoiceField(choices=[(name, name) for name in LEADS_TO], required=False)
    reason = ReasonField()
    seen = forms.CharField(required=False)

    def __init__(self, data, pair, *, everything):
        super().__init__(data, prefix=f"pair-{pair.name}")
        self.pair, self.everything = pair, everything

    def clean(self):
        choice, reason, state = self.cleaned_data.get("choice"), self.cleaned_data.get("reason"), self.pair.state
        if self.everything and not choice and state == "waiting":
            self.cleaned_data["choice"] = choice = "confirm"
        if not choice and reason:
            self.add_error("choice", "You gave a reason. Choose “Reject” with it, or empty it.")
        if not choice or self.errors:
            return
        if LEADS_TO[choice] == state:
            self.cleaned_data["choice"] = ""
        elif self.cleaned_data["seen"] not in ("", state) or (choice, state) == ("confirm", "rejected"):
            self.add_error("choice", f"{DECIDED_ELSEWHERE} Now it is {state}.")
        elif choice == "reject" and not reason:
            said = f"Say why {self.pair.action.ref} does not serve {self.pair.principle.label}."
            self.add_error("reason", said)


class AddForm(forms.Form):
    """A principle that an officer adds to one action, with a reason; nothing where both are empty."""

    principle = forms.ChoiceField(required=False, error_messages={"invalid_choice": DECIDED_ELSEWHERE})
    reason = ReasonField()

    def __init__(self, data, row):
        super().__init__(data, prefix=f"add-{row.action.pk}")
        self.row = row
        self.fields["principle"].choices = [("", ""), *((str(one.pk), str(one)) for one in row.addable)]

    def clean(self):
        if self.errors:
            return
        principle, reason = self.cleaned_data["principle"], self.cleaned_data["reason"]
        if principle and not reason:
            self.add_error("reason", f"Say why {self.row.action.ref} serves this principle.")
        if reason and not principle:
            self.add_error("principle", f"Choose the principle that {self.row.action.ref} serves, or empty the reason.")

    @property
    def added(self):
        """The chosen Principle of a valid form that chooses one."""
        return next(one for one in self.row.addable if str(one.pk) == self.cleaned_data["principle"])


class ReviewForm:
    """All forms of a page, by theme: `table` holds pairs of a theme and (ReviewRow, PairForms, AddForm) triples.

    `data` is what was sent, None where nothing was. `confirm` in it holds the id of an action of which all pairs that
    wait, and have no choice of their own, are to be confirmed.
    """

    def __init__(self, groups, data=None):
        confirmed = data.getlist("confirm") if data else []
        self.data, self.problems = data, []
        self.table = [
            (
                theme,
                [
                    (
                        row,
                        [PairForm(data, pair, everything=str(row.action.pk) in confirmed) for pair in row.pairs],
                        AddForm(data, row),
                    )
                    for row in rows
                ],
            )
            for theme, rows in groups
        ]
        triples = [triple for _, rows in self.table for triple in rows]
        self.pairs = [form for _, forms_, _ in triples for form in forms_]
        self.additions = [form for *_, form in triples]

    @property
    def errors(self):
        """Pairs of an id on the page, empty for the page as a whole, and a sentence."""
        found = [("", problem) for problem in self.problems]
        for form in [*self.pairs, *self.additions]:
            found += [(form[name].auto_id, text) for name, texts in form.errors.items() for text in texts]
        return found

    def is_valid(self):
        """Whether all can be saved; a choice of a pair that is no longer there is a problem of the page."""
        known = {form.add_prefix("choice") for form in self.pairs}
        sent = {name for name in self.data if name.startswith("pair-") and name.endswith("-choice") and self.data[name]}
        if sent - known:
            self.problems.append(DECIDED_ELSEWHERE)
        return not self.errors

    def save(self):
        """Write what was chosen, all or nothing; how many were confirmed, rejected and so on, by word.

        None, with a problem of the page, where somebody else was quicker.
        """
        try:
            with transaction.atomic():
                return self._written()
        except ValidationError as error:
            self.problems.extend(error.messages)
            return None

    def _written(self):
        chosen = {name: [form for form in self.pairs if form.cleaned_data["choice"] == name] for name in LEADS_TO}
        confirm_inherited(alignments=[form.pair.alignment for form in chosen["confirm"]])
        for form in chosen["reject"]:
            reject_inherited(alignments=[form.pair.alignment], reason=form.cleaned_data["reason"])
        again = [form.pair for form in chosen["reopen"]]
        take_back_confirmation(alignments=[pair.alignment for pair in again if pair.alignment])
        take_back_rejection(rejections=[pair.rejection for pair in again if pair.rejection])
        added = [form for form in self.additions if form.cleaned_data["principle"]]
        for form in added:
            add_assessed(actions=[form.row.action], principle=form.added, reason=form.cleaned_data["reason"])
        counts = {
            "confirmed": chosen["confirm"],
            "rejected": chosen["reject"],
            "to be reviewed again": chosen["reopen"],
            "added": added,
        }
        return {word: len(forms_) for word, forms_ in counts.items() if forms_}
