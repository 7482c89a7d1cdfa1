"""Pages that show progress as on a day: `?at=2026-03-01`."""

from functools import wraps

from django import forms
from django.shortcuts import render

from tables.parameters import DayField, given, refused, shown

AT = "at"
PAGES_OF_A_DAY = frozenset({"action", "home", "strategy", "theme"})  # names of routes that read it


class DayForm(forms.Form):
    """The day that a query string asks for, if any; what else it holds is left to others."""

    at = DayField(required=False)

    def __init__(self, query):
        super().__init__(given(query))
        known = {name: values for name, values in query.lists() if name in self.fields}
        twice = refused(query, filters=self.fields, also_known=query.keys() - known.keys())
        self.problem = next((messages[0] for messages in (self.errors | twice).values()), "")

    @property
    def typed(self):
        """So much of what was asked for as can be repeated."""
        return shown(self.data.get("at", ""))


def on_a_day(view):
    """A decorator of pages: gives the view the date `at` that is asked for, None for today; a bad one is a 400."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        form = DayForm(request.GET)
        if form.problem:
            return render(request, "actions/no_day.html", {"form": form}, status=400)
        return view(request, *args, at=form.cleaned_data["at"], **kwargs)

    return answer
