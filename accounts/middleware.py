"""What is asked of whoever is signed in, before any page answers."""

from django.http import JsonResponse
from django.shortcuts import redirect

from accounts.second_factor import second_factor_missing

# How one signs in, gets help, and whether the portal is well: open to all, whatever they still lack.
OPEN = ("/accounts/", "/static/", "/help/", "/accessibility/", "/healthz", "/readyz")
WRITING = ("/accounts/keys/",)  # whoever makes a key opens something, which comes after


class SecondFactor:
    """Leads whoever may write but has no second factor to the page where it is set up, before any other page."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """None, so that the view answers, or the way to the set-up; programs are told in words."""
        is_open = request.path.startswith(OPEN) and not request.path.startswith(WRITING)
        if is_open or not second_factor_missing(request):
            return None
        if request.path.startswith("/api/"):
            said = {"title": "Forbidden", "status": 403, "detail": "Set up a second factor first: /accounts/2fa/."}
            return JsonResponse(said, status=403, content_type="application/problem+json")
        return redirect("mfa_index")
