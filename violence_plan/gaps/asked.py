"""After how many days without news an action counts as silent, as a reader asks for it in the query string."""

from django import forms
from django.utils import timezone

from actions.models import MARKS, Access, Handling
from actions.parameters import PARAGRAPHS
from tables.parameters import given, one_of, refused, shown
from violence_plan.gaps.ground import Ground

USUAL_DAYS = 90
MOST_DAYS = 3650


class DaysForm(forms.Form):
    """After how many days without an update an action counts as silent; 90 where nothing is asked.

    `also_known` are parameters that others read.
    """

    days = forms.IntegerField(required=False, min_value=1, max_value=MOST_DAYS)

    def __init__(self, query, also_known=()):
        super().__init__(given(query))
        self.wrong = refused(query, filters=self.fields, also_known=also_known)
        self.wrong |= {name: list(messages) for name, messages in self.errors.items()}
        if "days" in self.errors:
            sentence = f"“{shown(self.data['days'])}” is no number of days. Write a whole number from 1 to {MOST_DAYS}."
            self.wrong["days"] = [sentence]

    @property
    def chosen(self):
        """The number of days, where nothing is wrong."""
        return self.cleaned_data["days"] or USUAL_DAYS

    @property
    def typed(self):
        """What to show in the field: what was typed, the usual number where nothing was."""
        return shown(self.data.get("days", str(USUAL_DAYS)))

    def ground(self, plan, user):
        """The Ground of a plan today, for `user`, where nothing is wrong."""
        return Ground(plan=plan, user=user, today=timezone.localdate(), days=self.chosen)


class MarkedDaysForm(DaysForm):
    """The same, and the marks of the rows that are wanted."""

    access = forms.ChoiceField(choices=Access.choices, required=False, error_messages=one_of(Access.choices))
    exempt_paragraph = forms.ChoiceField(choices=PARAGRAPHS, required=False, error_messages=one_of(PARAGRAPHS))
    handling = forms.ChoiceField(choices=Handling.choices, required=False, error_messages=one_of(Handling.choices))

    def wants(self, marks):
        """Whether rows for which these Marks hold are wanted, where nothing is wrong."""
        asked = {name: self.cleaned_data[name] for name in MARKS if self.cleaned_data[name]}
        return all(f"{getattr(marks, name)}" == value for name, value in asked.items())
