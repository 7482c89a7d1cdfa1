"""The forms of loading: which file, of which plan; and what is meant by leads that nobody knows."""

from django import forms

from actions.models import Plan
from partners.models import Partner
from tables.forms import TableForm
from violence_plan.loading.leads import KINDS, NEW, NOBODY


class LoadForm(TableForm):
    """Which file is to be loaded; of a plan's own printed table also where it belongs."""

    plan = forms.ModelChoiceField(
        Plan.objects.order_by("title"), required=False, to_field_name="slug", empty_label="The file says it itself"
    )
    strategy = forms.CharField(
        label="Strategy number",
        max_length=20,
        required=False,
        help_text="Such as 5.1. Left empty, it is read from the sheet's name or the numbers of the actions.",
    )
    title = forms.CharField(
        label="Title of a new strategy",
        max_length=200,
        required=False,
        help_text="Where the plan has no strategy of this number yet.",
    )

    @property
    def answers(self):
        """What was answered, as what JSON can hold."""
        plan = self.cleaned_data["plan"]
        return {
            "plan": plan.slug if plan else "",
            "strategy": self.cleaned_data["strategy"].rstrip("."),
            "title": self.cleaned_data["title"],
        }


class LeadsForm(forms.Form):
    """For each UnknownLead the partner that is meant: one of the nearest, any other, a new one, or nobody."""

    def __init__(self, unknown, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.unknown = unknown
        others = [(partner.code, partner.name) for partner in Partner.objects.order_by("name", "code")]
        for lead in unknown:
            places = ", ".join(lead.actions[:10]) + (" …" if len(lead.actions) > 10 else "")
            self.fields[lead.field] = forms.ChoiceField(
                label=f"“{lead.spelling}”",
                help_text=f"Action {places}",
                choices=[
                    ("", "Choose who this is"),
                    *([("The nearest", lead.nearest)] if lead.nearest else []),
                    ("A new partner", [(f"{NEW}{kind}", f"New: {label.lower()}") for kind, label in KINDS.items()]),
                    ("Nobody", [(NOBODY, "Nobody: leave it out")]),
                    ("All partners", others),
                ],
            )

    @property
    def choices(self):
        """The choice for each spelling."""
        return {lead.spelling: self.cleaned_data[lead.field] for lead in self.unknown}
