"""Any page as the public sees it, for whoever is signed in and adds `see=public` to its address.

The answer is the stranger's own, word for word, under a banner. The parameter is taken away before anything reads the
address, from strangers too, so that no page needs to know of it and no link keeps it.
"""

from urllib.parse import urlsplit

from django.contrib.auth.models import AnonymousUser
from django.shortcuts import render

ASKED = "see=public"
NOT_PUBLIC = ("/admin/", "/accounts/", "/static/")  # of these the public has no view, only the way to sign in


def with_asked(address):
    """The `address`, a path with or without a query string, with the parameter that asks for the public's view."""
    path, _, query = address.partition("?")
    return f"{path}?{query}&{ASKED}" if query else f"{path}?{ASKED}"


def without_asked(query):
    """The query string without the parameter that asks for the public's view."""
    return "&".join(part for part in query.split("&") if part != ASKED)


class PublicView:
    """Answers as a stranger is answered where `see=public` is asked; `request.seen_as_public` then says so."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.seen_as_public = False
        query = request.META.get("QUERY_STRING", "")
        if ASKED not in query.split("&") or request.path.startswith(NOT_PUBLIC):
            return self.get_response(request)
        request.META["QUERY_STRING"] = without_asked(query)
        request.__dict__.pop("GET", None)  # where somebody has read it already, it is read anew
        try:
            return self.answer(request)
        finally:
            request.META["QUERY_STRING"] = query  # for who adds a missing slash to the address that was asked for

    def answer(self, request):
        """What a stranger is answered, to a stranger or to who is signed in."""
        if not request.user.is_authenticated:
            return self.get_response(request)
        request.seen_as_public, request.user = True, AnonymousUser()
        return self.led_on(request, self.get_response(request))

    def led_on(self, request, response):
        """The response itself; a redirect leads to the public's view of its target, or says that there is none."""
        target = urlsplit(response.headers.get("Location", ""))
        if not target.path or target.netloc:
            return response
        if target.path.startswith(NOT_PUBLIC):
            return render(request, "asked_to_sign_in.html")
        response.headers["Location"] = with_asked(response.headers["Location"])
        return response
