"""What is asked before many actions are changed at once; each form gives what its function takes."""

from django import forms
from django.utils import timezone

from actions.admin.grid_fields import DayInput, reports
from actions.models import Lead, Publication, Theme
from partners.models import Partner
from principles.models import Principle

KEPT = "Kept in the history of each action."


class WhyForm(forms.Form):
    """Only why, if the officer cares to say."""

    why = forms.CharField(label="Why (optional)", max_length=300, required=False, help_text=KEPT)

    def __init__(self, *args, actions, **kwargs):
        super().__init__(*args, **kwargs)
        self.actions = actions

    @property
    def arguments(self):
        """What the function takes beside actions and user."""
        return self.cleaned_data


class ReasonForm(WhyForm):
    """Why, which has to be said."""

    why = forms.CharField(label="Reason", max_length=2000, widget=forms.Textarea({"rows": 3}), help_text=KEPT)


class StatusForm(ReasonForm):
    """A status to record, from when it holds, and whether the public reads it at once."""

    progress = forms.ChoiceField(label="Status", choices=lambda: [("", "---------"), *reports()])
    reported_on = forms.DateField(label="Holds from", widget=DayInput, initial=timezone.localdate)
    publication = forms.ChoiceField(
        label="The updates are",
        choices=[(Publication.DRAFT, "kept as drafts"), (Publication.PUBLISHED, "published at once")],
    )
    field_order = ["progress", "reported_on", "publication", "why"]

    @property
    def arguments(self):
        values = dict(self.cleaned_data)
        status, _, direction = values.pop("progress").partition(":")
        return values | {"status": status, "direction": direction}


class ThemeForm(WhyForm):
    """A theme of a strategy that one of the actions stands in."""

    theme = forms.ModelChoiceField(Theme.objects.none())
    field_order = ["theme", "why"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        strategies = self.actions.order_by().values("strategy")
        self.fields["theme"].queryset = Theme.objects.filter(strategy__in=strategies).select_related("strategy")
        self.fields["theme"].label_from_instance = lambda theme: f"{theme.strategy.ref} · {theme}"


class PartnerForm(WhyForm):
    """A partner, by its real name."""

    partner = forms.ModelChoiceField(Partner.objects.order_by("name", "code"))
    field_order = ["partner", "role", "why"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["partner"].label_from_instance = lambda partner: f"{partner.name} ({partner.code})"


class LeadForm(PartnerForm):
    """A partner and its part."""

    role = forms.ChoiceField(choices=Lead.Role)


class LedByForm(PartnerForm):
    """A partner that leads one of the actions."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["partner"]
        field.queryset = field.queryset.filter(leads__action__in=self.actions.order_by().values("pk")).distinct()


class PrincipleForm(ReasonForm):
    """A principle of the framework of one of the actions' plans."""

    principle = forms.ModelChoiceField(Principle.objects.none())
    field_order = ["principle", "why"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        frameworks = self.actions.order_by().values("plan__framework")
        self.fields["principle"].queryset = Principle.objects.filter(framework__in=frameworks)
