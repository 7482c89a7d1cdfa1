"""The form by which progress is reported: what it asks, what it keeps, what it says where something is wrong."""

import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone

from actions.models import MARKS, Access, Handling, ProgressUpdate, Publication
from actions.models.update import MOST_LINKS
from actions.progress import record_update

OPEN_LINKS = 3  # so many are shown at first, the others folded away
LONGEST = 10_000  # signs of a narrative
NO_ADDRESS = "Give a whole web address: https://example.org/report."
PARAGRAPHS = [(str(number), f"Paragraph {number}") for number in range(1, 8)]


def choice(label, choices, *, message, help_text="", required=True, initial=None):
    """A field of which one of `choices` is taken, all in sight; `message` says what to do where none is."""
    wrong = {"required": message, "invalid_choice": message}
    field = forms.ChoiceField(label=label, choices=choices, required=required, error_messages=wrong, initial=initial)
    field.help_text, field.widget = (
        help_text,
        forms.RadioSelect(choices=choices, attrs={"class": "govuk-radios__input"}),
    )
    return field


def line(**attrs):
    """A widget of one line."""
    return forms.TextInput(attrs={"class": "govuk-input"} | attrs)


class WebAddress(forms.URLField):
    """The address of a web page; https:// is put before one that lacks it."""

    default_validators = [URLValidator(["http", "https"], message=NO_ADDRESS)]
    default_error_messages = {"invalid": NO_ADDRESS}

    def __init__(self, **kwargs):
        super().__init__(assume_scheme="https", max_length=500, required=False, **kwargs)


class ReportDay(forms.DateField):
    """A day, chosen or typed: 2026-01-31 or 31/01/2026."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "govuk-input govuk-input--width-10"})
    default_error_messages = {"invalid": "Write a day as 2026-01-31 or 31/01/2026."}


class ReportForm(forms.Form):
    """One progress update of `action`; `chooses` says whether its author decides who reads it.

    It begins with the status of `last`, the update before, if any. Its token is good for one update.
    """

    token = forms.UUIDField(required=False, error_messages={"invalid": "The form came back broken. Send it once more."})
    status = choice("How does it stand?", ProgressUpdate.Status.choices, message="Choose how the action stands.")
    direction = choice(
        "If it is at risk: which way is it going?",
        ProgressUpdate.Direction.choices,
        message="Say which way the action at risk is going.",
        help_text="No other status has a direction.",
        required=False,
    )
    narrative = forms.CharField(
        label="What happened?",
        required=False,
        max_length=LONGEST,
        help_text="In a few sentences: what was done, what it changed, what stands in the way. No names of persons.",
        widget=forms.Textarea(attrs={"rows": 8, "class": "govuk-textarea"}),
    )
    reported_on = ReportDay(
        label="On which day did it stand so?", error_messages={"required": "Give the day on which it stood so."}
    )
    next_update_due = ReportDay(
        label="When is the next update due?",
        required=False,
        help_text="A day after this report. Leave it empty once the action is completed or closed.",
    )
    access = choice(
        "May the public read it?",
        [(Access.OPEN, "Yes, once it is published"), (Access.EXEMPT, "No, it is exempt")],
        message="Choose open or exempt.",
        initial=Access.OPEN,
    )
    exempt_paragraph = forms.TypedChoiceField(
        label="If it is exempt: by which paragraph?",
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", "None"), *PARAGRAPHS],
        help_text="Of Part 1 of Schedule 12A to the Local Government Act 1972.",
        error_messages={"invalid_choice": "Choose a paragraph, 1 to 7."},
        widget=forms.Select(attrs={"class": "govuk-select"}),
    )
    handling = choice(
        "How is it handled?", Handling.choices, message="Choose how it is handled.", initial=Handling.OFFICIAL
    )
    publication = choice(
        "Who may read it?",
        [
            (Publication.PUBLISHED, "Everybody: publish it now"),
            (Publication.IN_REVIEW, "Colleagues, until somebody has reviewed it"),
            (Publication.DRAFT, "Colleagues: it is a draft"),
        ],
        message="Choose who may read it.",
        help_text="The public reads what is published and open, if it may read the action.",
    )

    def __init__(self, data=None, *, action, last=None, chooses):
        begun = {"reported_on": timezone.localdate()}
        if last:
            begun |= {"status": last.status, "direction": last.direction}
        super().__init__(data, initial=begun, use_required_attribute=False)
        self.action, self.chooses = action, chooses
        if not chooses:
            del self.fields["publication"]
        for number in range(1, MOST_LINKS + 1):
            self.fields[f"title_{number}"] = forms.CharField(
                label=f"Link {number}: what is it?", required=False, max_length=200, widget=line()
            )
            self.fields[f"url_{number}"] = WebAddress(
                label=f"Link {number}: its web address", widget=line(inputmode="url")
            )

    @property
    def token_to_send(self):
        """The token that came with the form, where it is one, else a new one."""
        came = self.cleaned_data.get("token") if self.is_bound and hasattr(self, "cleaned_data") else None
        return came or uuid.uuid4()

    @property
    def links(self):
        """The pairs of fields of the links that are in sight."""
        return [(self[f"title_{number}"], self[f"url_{number}"]) for number in range(1, OPEN_LINKS + 1)]

    @property
    def more_links(self):
        """The pairs of fields of the links that are folded away."""
        return [(self[f"title_{number}"], self[f"url_{number}"]) for number in range(OPEN_LINKS + 1, MOST_LINKS + 1)]

    @property
    def more_open(self):
        """Whether something stands, or is wrong, in the links that are folded away."""
        return any(field.value() or field.errors for pair in self.more_links for field in pair)

    @property
    def marks_open(self):
        """Whether something stands, or is wrong, in the marks that are folded away."""
        begun = {name: self.fields[name].initial or "" for name in MARKS}
        return any(self[name].errors or (self[name].value() or "") != begun[name] for name in MARKS)

    @property
    def problems(self):
        """Pairs of an id on the page, empty where none is to blame, and a sentence: for the error summary."""
        # A choice that is all in sight begins at its first part.
        radios = {name for name, field in self.fields.items() if isinstance(field.widget, forms.RadioSelect)}
        ids = {name: f"id_{name}_0" if name in radios else f"id_{name}" for name in self.fields if name != "token"}
        return [(ids.get(name, ""), message) for name, messages in self.errors.items() for message in messages]

    def clean_reported_on(self):
        day = self.cleaned_data["reported_on"]
        if day > timezone.localdate():
            raise ValidationError("This day is still to come. Give today, or a day before it.")
        return day

    def clean(self):
        said = self.cleaned_data
        if said.get("status") == ProgressUpdate.Status.AT_RISK:
            if not said.get("direction") and "direction" not in self.errors:
                self.add_error("direction", "Say which way the action at risk is going.")
        else:
            said["direction"] = ""
        reported, due = said.get("reported_on"), said.get("next_update_due")
        if reported and due and due <= reported:
            self.add_error("next_update_due", "The next update is due after this one. Give a later day.")
        self.clean_marks(said)
        self.clean_links(said)

    def clean_marks(self, said):
        """Add an error where the marks do not fit each other."""
        exempt = said.get("access") == Access.EXEMPT
        if exempt and not said.get("exempt_paragraph") and "exempt_paragraph" not in self.errors:
            self.add_error("exempt_paragraph", "Say which paragraph makes it exempt.")
        if not exempt and said.get("exempt_paragraph"):
            self.add_error("access", "You gave a paragraph, so it is exempt. Choose that, or no paragraph.")
        if not exempt and said.get("handling") == Handling.OFFICIAL_SENSITIVE:
            self.add_error("access", "What is official-sensitive is exempt too. Choose that, and a paragraph.")

    def clean_links(self, said):
        """Add an error where half of a link is missing."""
        for number in range(1, MOST_LINKS + 1):
            title, url = f"title_{number}", f"url_{number}"
            if {title, url} & set(self.errors):
                continue
            if said[title] and not said[url]:
                self.add_error(url, f"Give the web address of link {number}, or take its title away.")
            elif said[url] and not said[title]:
                self.add_error(title, f"Say what link {number} leads to.")

    def record(self, user):
        """Record what a valid form says as `user`'s, and return the ProgressUpdate; raises RecordedAlreadyError."""
        said = {"publication": Publication.IN_REVIEW} | self.cleaned_data
        token = said.pop("token")
        pairs = [(said.pop(f"title_{n}"), said.pop(f"url_{n}")) for n in range(1, MOST_LINKS + 1)]
        evidence = [pair for pair in pairs if all(pair)]
        return record_update(action=self.action, uid=token, evidence=evidence, recorded_by=user, **said)
