"""The accessibility statement: what was tested, how, and whom to tell what is wrong."""

from django.shortcuts import render


def accessibility(request):
    """The statement, in the model form that the regulations of 2018 ask of public bodies."""
    return render(request, "accessibility.html")
