"""The form by which a partner accepts or disputes being named lead."""

from django import forms

from actions.lead_answers import accept_lead, dispute_lead
from actions.models import Lead

ANSWERS = [(Lead.Response.ACCEPTED, "Yes, we accept"), (Lead.Response.DISPUTED, "No, we dispute it")]
CHOOSE = "Choose whether you accept it."


class AnswerForm(forms.Form):
    """What is said of one `lead`; it begins with what was said before."""

    response = forms.ChoiceField(
        label="Do you accept being named?",
        choices=ANSWERS,
        widget=forms.RadioSelect(attrs={"class": "govuk-radios__input"}),
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    reason = forms.CharField(
        label="If you dispute it: why?",
        required=False,
        max_length=2000,
        help_text="Officers read this, the public never does.",
        widget=forms.Textarea(attrs={"rows": 4, "class": "govuk-textarea"}),
    )

    def __init__(self, data=None, *, lead):
        begun = {"response": lead.response, "reason": lead.response_reason}
        super().__init__(data, initial=begun, use_required_attribute=False)
        self.lead = lead

    @property
    def problems(self):
        """Pairs of an id on the page and a sentence: for the error summary."""
        ids = {"response": "id_response_0", "reason": "id_reason"}
        return [(ids[name], message) for name, messages in self.errors.items() for message in messages]

    def clean(self):
        said = self.cleaned_data
        if said.get("response") == Lead.Response.DISPUTED and not said.get("reason") and "reason" not in self.errors:
            self.add_error("reason", "Say why you dispute it: who should lead instead, or what is wrong.")

    def answer(self):
        """Note the answer of a valid form, and return what was noted in words."""
        if self.cleaned_data["response"] == Lead.Response.ACCEPTED:
            accept_lead(lead=self.lead)
            return "it is noted that you accept being named."
        dispute_lead(lead=self.lead, reason=self.cleaned_data["reason"])
        return "it is noted that you dispute being named. An officer will look into it."
