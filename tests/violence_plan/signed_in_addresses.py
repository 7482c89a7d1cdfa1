"""Two addresses more than the portal has: one that asks to sign in, one that leads elsewhere."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import path

from violence_plan.urls import urlpatterns as portal


@login_required(login_url="/admin/login/")
def signed_in(request):
    """Something for whoever is signed in."""
    return HttpResponse("signed in")


def elsewhere(request):
    """A redirect to another site."""
    return redirect("https://example.org/")


urlpatterns = [*portal, path("signed-in/", signed_in), path("elsewhere/", elsewhere)]
