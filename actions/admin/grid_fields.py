"""The fields of a row of the grid: each names its action and column for who cannot see the head of the table."""

from django import forms
from django.utils import timezone
from django.utils.html import format_html

from actions.models import ProgressUpdate, Publication
from actions.models.action import Action
from actions.rules import may_publish

NOT_CHOSEN = "---------"
AT_RISK = ProgressUpdate.Status.AT_RISK


def reports():
    """What can be reported in one choice: a status, and of one at risk which way it is going."""
    plain = [(value, label) for value, label in ProgressUpdate.Status.choices if value != AT_RISK]
    ways = [(f"{AT_RISK}:{way}", f"At risk, {label.lower()}") for way, label in ProgressUpdate.Direction.choices]
    place = [value for value, _ in ProgressUpdate.Status.choices].index(AT_RISK)
    return plain[:place] + ways + plain[place:]


class NotedSelect(forms.Select):
    """A list to choose from, with a word under it."""

    note = ""

    def render(self, name, value, attrs=None, renderer=None):
        drawn = super().render(name, value, attrs, renderer)
        return format_html('{}<p class="help">{}</p>', drawn, self.note) if self.note else drawn


class StatusField(forms.ChoiceField):
    """The status that the list shows now, or a new one to record: a dict for record_update."""

    widget = NotedSelect

    def stands(self, action):
        """Offer what stands of `action`, and say what waits to be published."""
        words = dict(reports())
        if action.waiting:
            self.widget.note = f"Not published yet: {words[action.waiting]}"
        unreported = [(action.reported, "Not reported")] if action.reported not in words else []
        self.choices = [*unreported, *reports()]

    def clean(self, value):
        """What record_update takes of status and direction."""
        status, _, direction = super().clean(value).partition(":")
        return {"status": status, "direction": direction}


class ThemeField(forms.ChoiceField):
    """A theme of the action's own strategy, or none."""

    def __init__(self, **kwargs):
        super().__init__(required=False, **kwargs)
        self.themes = {}

    def among(self, themes):
        """Offer these themes, Theme objects."""
        self.themes = {str(theme.pk): theme for theme in themes}
        self.choices = [("", NOT_CHOSEN), *((key, theme.title) for key, theme in self.themes.items())]

    def clean(self, value):
        """The chosen Theme, or None."""
        return self.themes.get(super().clean(value))


class DayInput(forms.DateInput):
    """The browser's own way to type or choose a day."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


class Options(forms.Form):
    """What holds for all rows saved together: how new statuses are recorded, and why the rows were changed."""

    publication = forms.ChoiceField(
        label="New statuses are",
        choices=[(Publication.DRAFT, "kept as drafts"), (Publication.PUBLISHED, "published at once")],
        required=False,
    )
    reported_on = forms.DateField(label="and hold from", widget=DayInput, required=False, initial=timezone.localdate)
    why = forms.CharField(label="Why (kept in the history)", max_length=300, required=False)

    @property
    def keeps_drafts(self):
        """Whether new statuses wait to be published."""
        return self.cleaned_data["publication"] != Publication.PUBLISHED

    def report(self, user):
        """What record_update takes beside action and status; who may not publish leaves drafts."""
        asked = self.cleaned_data["publication"] if may_publish(user) else ""
        return {
            "publication": asked or Publication.DRAFT,
            "reported_on": self.cleaned_data["reported_on"] or timezone.localdate(),
            "recorded_by": user,
        }


LABELS = {name: Action._meta.get_field(name).verbose_name for name in ("starts_on", "due_on", "publication", "theme")}
LABELS |= {"leads_shown": "leads", "progress": "status"}
