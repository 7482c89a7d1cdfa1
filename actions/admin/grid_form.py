"""The rows of the list as forms: only what was typed is saved, and only where nobody else changed the row meanwhile."""

from functools import cached_property

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import BaseModelFormSet
from django.forms.utils import ErrorDict
from django.template.loader import render_to_string

from actions.admin.grid_fields import LABELS, DayInput, Options, StatusField, ThemeField
from actions.editing import change_action
from actions.leads import PartnerNames, in_one_line
from actions.models import Action, Theme
from actions.rules import changeable_by, states_for
from tables.seen import Seen, plain, values_of
from tables.side_by_side import of_fields

LINE = {"rows": 2, "cols": 22}


class Known:
    """What all rows of a grid ask for, each asked for once: themes by strategy, rows that may be changed, partners."""

    def __init__(self, user, rows):
        self.user, self.rows = user, [row for row in rows if row is not None]

    @cached_property
    def themes(self):
        found = {}
        for theme in Theme.objects.filter(strategy__in={row.strategy_id for row in self.rows}):
            found.setdefault(theme.strategy_id, []).append(theme)
        return found

    @cached_property
    def changeable(self):
        rows = Action.objects.filter(pk__in=[row.pk for row in self.rows])
        return set(changeable_by(self.user, rows).order_by().values_list("pk", flat=True))

    @cached_property
    def partners(self):
        return PartnerNames()


class GridForm(forms.ModelForm):
    """One row: changed where what was typed is not what the row showed, and does not stand so by now."""

    theme = ThemeField()
    leads_shown = forms.CharField(required=False, max_length=2000, widget=forms.Textarea(LINE))
    progress = StatusField()
    starts_on = forms.DateField(required=False, widget=DayInput)
    due_on = forms.DateField(required=False, widget=DayInput)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, known, options, **kwargs):
        super().__init__(*args, **kwargs)
        self.known, self.options = known, options
        if self.instance.pk not in known.changeable:
            self.fields = {}
            return
        states = states_for(known.user, self.instance)
        self.fields["publication"].choices = [(state.value, state.label) for state in states]
        self.fields["theme"].among(known.themes.get(self.instance.strategy_id, ()))
        self.fields["progress"].stands(self.instance)
        self.initial |= {"leads_shown": in_one_line(self.instance.leads.all()), "progress": self.instance.reported}
        for name, label in LABELS.items():
            self.fields[name].label = label
            self.fields[name].widget.attrs["aria-label"] = f"{self.instance.ref} {label}"
        self.initial["seen"] = self.now.token

    @cached_property
    def now(self):
        """What stands, as the row shows it while nobody types."""
        return Seen(self.instance.version, values_of(self), {"waiting": getattr(self.instance, "waiting", "")})

    @cached_property
    def shown(self):
        """What the row showed to who sent it."""
        return Seen.from_token(self.data.get(self.add_prefix("seen"), "")) or self.now

    @cached_property
    def typed(self):
        """What was typed in the fields that were sent."""
        sent = {name: self.data.get(self.add_prefix(name)) for name in LABELS if name in self.fields}
        return {name: plain(text) for name, text in sent.items() if text is not None}

    @cached_property
    def touched(self):
        """The fields in which something else was typed than the row showed."""
        if not self.is_bound:
            return []
        return [name for name, text in self.typed.items() if text != self.shown.row.get(name)]

    @cached_property
    def changed_data(self):
        """The touched fields in which something else stands."""
        stands = {name: {text} for name, text in self.now.row.items()}
        if stands:
            stands["progress"].add(self.now.lists["waiting"])
        return [name for name in self.touched if self.typed[name] not in stands[name]]

    @property
    def already(self):
        """Whether all that was typed stands by now."""
        return bool(self.touched) and not self.changed_data

    @property
    def collides(self):
        """Whether somebody changed the row after it was shown to who changes it now."""
        return bool(self.changed_data) and self.shown != self.now

    def full_clean(self):
        """Judge a row that was changed; any other one stands as it is."""
        if not self.changed_data:
            self._errors, self.cleaned_data = ErrorDict(), {}
            return
        super().full_clean()

    def clean_leads_shown(self):
        """Pairs of partner and role."""
        if "leads_shown" not in self.changed_data:
            return None
        standing = [lead.partner for lead in self.instance.leads.all()]
        return self.known.partners.leads_in(self.cleaned_data["leads_shown"], standing=standing)

    def _post_clean(self):
        collides = self.collides  # asked before the typed values come over those that stand
        differences = of_fields(self, self.shown.row, self.now.row | self.typed, self.now.row) if collides else ()
        super()._post_clean()
        if collides:
            self.add_error(None, ValidationError(self.told(differences), code="changed_since"))
            self.data = self.data.copy()
            self.data[self.add_prefix("seen")] = self.now.token

    def told(self, differences):
        """Both versions of the row, side by side, as HTML."""
        return render_to_string("admin/_row_collision.html", {"action": self.instance, "differences": differences})

    def write(self, user):
        """Save what was changed."""
        changed, values = self.changed_data, self.cleaned_data
        change_action(
            action=self.instance,
            columns=[name for name in ("theme", "starts_on", "due_on", "publication") if name in changed],
            leads=values["leads_shown"] if "leads_shown" in changed else None,
            report=values["progress"] | self.options.report(user) if "progress" in changed else None,
            why=self.options.cleaned_data["why"],
        )


class GridFormSet(BaseModelFormSet):
    """The rows of the list; `request` and `user` are of whoever has it open, `gone` are forms of deleted rows."""

    request = user = None
    gone = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.options = Options(self.data if self.is_bound else None, prefix="grid")
        self.known = Known(self.user, self.get_queryset())

    def get_form_kwargs(self, index):
        return super().get_form_kwargs(index) | {"known": self.known, "options": self.options}

    def add_fields(self, form, index):
        """The key as a plain text: the row was found by it, and asking for each once more takes a query each."""
        form.fields["id"] = forms.CharField(required=False, initial=form.instance.pk, widget=forms.HiddenInput)

    def validate_unique(self):
        """Nothing that is unique is typed in the grid."""

    def clean(self):
        if not self.options.is_valid():
            raise ValidationError(
                [f"{self.options[name].label}: {' '.join(found)}" for name, found in self.options.errors.items()]
            )
        if self.gone:
            raise ValidationError(
                f"Somebody deleted {len(self.gone)} of these actions meanwhile. Save the others once more."
            )

    @property
    def refused(self):
        """The rows that were not saved because of themselves: forms."""
        return [form for form in self.forms if form.errors]
