"""What holds for every answer, whatever view it comes from."""

from django.conf import settings
from django.shortcuts import render
from django.utils.cache import patch_cache_control

WRITING = ("/admin/", "/api/")  # these say themselves which methods they take


class ReadOnlyPages:
    """Refuses every method but GET and HEAD on a page, with a page that says so."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """None, so that the view answers, or a 405."""
        if request.method in ("GET", "HEAD") or request.path.startswith(WRITING):
            return None
        page = render(request, "405.html", status=405)
        page.headers["Allow"] = "GET, HEAD"
        return page


def private_answers(get_response):
    """What is answered to a session may hold what only officers see: nobody keeps it, not even their own browser."""

    def answer(request):
        response = get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            patch_cache_control(response, private=True, no_store=True)
        return response

    return answer
