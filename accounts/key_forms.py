"""The form by which a partner's key is made, in the admin and on the page for partner reporters."""

import uuid
from datetime import timedelta

from django import forms
from django.utils import timezone

from accounts.keys import make_key
from accounts.models import PartnerKey
from accounts.models.key import LONGEST
from actions.report_form import ReportDay, choice, line

SENT_TWICE = (
    "This form was sent before, and its key was made and shown then. "
    "If nobody kept it, revoke that key and make another."
)
SCOPES = [
    (PartnerKey.Scope.OPEN, "What everybody may read, and more of it at once"),
    (PartnerKey.Scope.SHARED, "Also our own actions while they are in review, or exempt"),
]


class KeyForm(forms.ModelForm):
    """Whose key, what it is for, what it opens, how long it works; good for one key."""

    uid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    class Meta:
        model = PartnerKey
        fields = ["uid", "partner", "name", "scope", "expires_on"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("expires_on", timezone.localdate() + timedelta(days=365))

    def clean_expires_on(self):
        day, today = self.cleaned_data["expires_on"], timezone.localdate()
        last = today + timedelta(days=LONGEST)
        if not today <= day <= last:
            raise forms.ValidationError(f"Choose a day from {today:%d/%m/%Y} to {last:%d/%m/%Y}.")
        return day

    def clean(self):
        cleaned = super().clean()
        if PartnerKey.objects.filter(uid=cleaned.get("uid")).exists():
            self.add_error(None, SENT_TWICE)
        return cleaned

    def _get_validation_exclusions(self):
        # Sent twice is said above, in words that help.
        return super()._get_validation_exclusions() | {"uid"}

    def make(self, by):
        """Make the key: the PartnerKey and its token, which is told only here."""
        return make_key(by=by, **self.cleaned_data)


class OwnKeyForm(KeyForm):
    """A key of one of the partners that `user` works for."""

    name = forms.CharField(
        label="What is it for?",
        max_length=100,
        help_text="Such as “Nightly pull of the case system”. Make one key for each program.",
        error_messages={"required": "Say what the key is for."},
        widget=line(),
    )
    scope = choice("What does it open?", SCOPES, message="Choose what the key opens.", initial=PartnerKey.Scope.OPEN)
    expires_on = ReportDay(
        label="On which day does it end?",
        help_text=f"At most {LONGEST} days from now. Before that day, replace it.",
        error_messages={"required": "Give the last day on which it works."},
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs, use_required_attribute=False)
        partner = self.fields["partner"]
        partner.queryset = partner.queryset.filter(memberships__user=user)
        partner.label, partner.empty_label = "Whose programs is it for?", None
        partner.help_text, partner.error_messages["required"] = "", "Choose one of your partners."
        partner.error_messages["invalid_choice"] = "Choose one of your partners."
        partner.widget.attrs["class"] = "govuk-select"

    @property
    def problems(self):
        """Pairs of an id on the page, empty where none is to blame, and a sentence: for the error summary."""
        ids = {"partner": "id_partner", "name": "id_name", "scope": "id_scope_0", "expires_on": "id_expires_on"}
        return [(ids.get(name, ""), message) for name, messages in self.errors.items() for message in messages]
