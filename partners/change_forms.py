"""What officers fill in to call a partner otherwise, or to name who took over its work."""

from django import forms

from partners.changes import rename_partner, succeed_partner
from partners.models import Partner
from tables.previewed import PreviewedForm


def full_name(partner):
    """The real name, for officers, with the code: two may be called alike."""
    return f"{partner.name} ({partner.code})"


class PartnerChoice(forms.ModelChoiceField):
    """One of the partners, by real name."""

    def label_from_instance(self, partner):
        return full_name(partner)


def facts_of(partners):
    """What is known of each of `partners`, by its name as it is now: name, other spellings, successor."""
    found = {}
    for one in partners.prefetch_related("aliases").select_related("succeeded_by"):
        said = [
            f"name {one.name}",
            f"also printed as {'; '.join(alias.name for alias in one.aliases.all()) or 'nothing'}",
        ]
        if one.succeeded_by:
            day = f" from {one.succeeded_on:%-d %B %Y}" if one.succeeded_on else ""
            said.append(f"succeeded by {one.succeeded_by.name}{day}")
        found[f"Partner {one.code}"] = "; ".join(said)
    return found


class RenameForm(PreviewedForm):
    """Another name for a partner; the old one stays as an alias."""

    name = forms.CharField(
        max_length=200, help_text="The old name stays as another spelling; every action keeps what is printed."
    )

    def as_it_is(self, row):
        return {"name": row.name}

    def facts(self):
        return facts_of(Partner.objects.filter(pk=self.row.pk))

    def write(self):
        partner = Partner.objects.get(pk=self.row.pk)
        rename_partner(partner=partner, name=self.cleaned_data["name"], why=self.cleaned_data["why"])
        return partner


class SucceedForm(PreviewedForm):
    """Who took over the work of a partner, and when."""

    by = PartnerChoice(
        Partner.objects.order_by("name", "code"),
        required=False,
        label="Succeeded by",
        help_text="Actions keep the printed partner, and say who took over. Empty: nobody did.",
    )
    on = forms.DateField(
        required=False,
        label="First day of the successor",
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="Where it is known.",
    )

    def as_it_is(self, row):
        return {"by": row.succeeded_by_id, "on": row.succeeded_on}

    def facts(self):
        return facts_of(Partner.objects.filter(pk=self.row.pk))

    def write(self):
        partner, asked = Partner.objects.get(pk=self.row.pk), self.cleaned_data
        succeed_partner(partner=partner, by=asked["by"], on=asked["on"], why=asked["why"])
        return partner
