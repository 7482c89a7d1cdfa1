"""What somebody typed is kept when it could not be taken: the session ended meanwhile, they signed in anew, or the
database was too busy, out of reach or takes no writes.

Nothing is kept on the server. The page that answers holds what was sent, shows it, and sends it again by a click.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template import loader
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.views import csrf

# Never given back, whatever form they were in.
SECRET = ("password", "code", "credential", "token")
# What a form holds for itself: sent again, but nobody typed it.
FOR_ITSELF = ("_FORMS", "-id", "-version")


class KeptForms:
    """Answers a form that leads to signing in, sent by somebody who was signed in, with what they typed.

    So too one that the database could not take: `response.trouble` is what was the matter.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.method == "POST" and leads_to_sign_in(response) and knew_us(request):
            return what_was_typed(request)
        trouble = getattr(response, "trouble", None)
        if request.method == "POST" and trouble and knew_us(request) and is_from_here(request):
            return waiting(request, response, trouble)
        return response


def csrf_failure(request, reason=""):
    """403: a form without its token; with what was typed where our own page sent it, which a forger's never is."""
    if request.method == "POST" and knew_us(request) and is_from_here(request):
        return what_was_typed(request)
    return csrf.csrf_failure(request, reason)


def leads_to_sign_in(response):
    """Whether an answer sends the asker to sign in, or to set up a second factor."""
    places = {reverse("account_login"), reverse("admin:login"), reverse("mfa_index")}
    return response.status_code == 302 and urlsplit(response.url).path in places


def knew_us(request):
    """Whether the browser was given a form here before, other than one by which people sign in."""
    cookies = {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME} & set(request.COOKIES)
    return bool(cookies) and not request.path.startswith(reverse("account"))


def is_from_here(request):
    """Whether the browser says that a page of this portal sent the form."""
    sender = request.headers.get("Origin") or request.headers.get("Referer", "")
    return urlsplit(sender).netloc == request.get_host()


def what_was_typed(request):
    """The page with what was sent, less secrets and files, to be looked at and sent again."""
    context = what_was_sent(request) | {"signed_in": request.user.is_authenticated}
    response = render(request, "account/kept.html", context, status=403)
    add_never_cache_headers(response)
    return response


def waiting(request, response, trouble):
    """The 503 `response` as the same page, which says what was the matter; made without asking the database."""
    context = what_was_sent(request) | {"signed_in": True, "trouble": trouble, "csrf_token": get_token(request)}
    page = HttpResponse(loader.get_template("account/kept.html").render(context), status=response.status_code)
    page.headers["Retry-After"] = response.headers["Retry-After"]
    add_never_cache_headers(page)
    return page


def what_was_sent(request):
    """What the page needs of a form: all that is sent again, and what of it somebody typed, chose or must do anew."""
    sent = [
        (name, value)
        for name, values in request.POST.lists()
        if not any(secret in name.lower() for secret in SECRET)
        for value in values
    ]
    return {
        "sent": sent,
        "typed": [(label(name), value) for name, value in sent if value and not is_for_itself(name)],
        "files": [file.name for _, files in request.FILES.lists() for file in files],
        "dropped": [name for name in request.POST if "password" in name.lower()],
        "address": request.get_full_path(),
    }


def is_for_itself(name):
    """Whether a field is the form's own: a count, a key, a button."""
    return name.startswith("_") or name.endswith(FOR_ITSELF)


def label(name):
    """The name of a field as words."""
    return name.replace("__", " ").replace("_", " ").replace("-", " ").capitalize()
