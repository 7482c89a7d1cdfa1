"""How a page is told as at a past moment, whatever view makes it: `request.past` says which, or is None."""

import re
from contextlib import ExitStack
from html import escape, unescape
from urllib.parse import urlsplit

from django.http import HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone

from actions.models import Action, Strategy, Theme
from actions.parameters import AS_AT
from actions.past import as_it_stood
from violence_plan.api.problems import wrong_parameters
from violence_plan.as_at import ENDPOINTS, PAGES, NotReadableError, Past, moment_asked, refuse_before_history

# What a page is of, where its address names more than the plan: the rows, the plan of each, and what names it there.
SUBJECTS = {
    "strategy": (Strategy, "plan__slug", {"ref": "ref"}),
    "theme": (Theme, "strategy__plan__slug", {"ref": "strategy__ref", "theme": "slug"}),
    "action": (Action, "plan__slug", {"ref": "ref"}),
}
LINK = re.compile(r'(<a\b[^>]*?\bhref=")([^"]*)("[^>]*>)')
LEADS_OUT = "data-as-it-is"  # on a link out of the past


class PastPages:
    """Answers what has `as_at` in its query string from the past, and lets the page's links lead on within it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.past = None
        with ExitStack() as past:
            request.enter_past = past.enter_context
            response = self.get_response(request)
        if not request.past:
            return response
        response.kept = request.past.day < timezone.localdate()  # of today it says at what time
        return within_past(request, response)

    def process_view(self, request, view, args, kwargs):
        """None, so that the view answers, in the past where that is asked; else why it cannot, or where to look."""
        name = request.resolver_match.url_name
        if request.method not in ("GET", "HEAD") or name not in PAGES | ENDPOINTS:
            return None
        try:
            moment = moment_asked(request.GET.getlist(AS_AT))
            if moment is None:
                return None
            refuse_before_history(moment, slug=kwargs.get("plan") or request.GET.get("plan", ""), user=request.user)
        except NotReadableError as refusal:
            return refused(request, str(refusal))
        return enter(request, moment, Subject(name, kwargs, request.user))


class Subject:
    """What a page is of, by the `name` of its route and the `names` in its address: a row of a plan, or none."""

    def __init__(self, name, names, user):
        self.name, self.names, self.user = name, names, user

    def named(self):
        """What names each row that it could be, by id: today or then, depending on when this is asked."""
        if self.name not in SUBJECTS:
            return {}
        model, plan, columns = SUBJECTS[self.name]
        rows = model.objects.visible_to(self.user).filter(**{plan: self.names["plan"]})
        return {pk: names for pk, *names in rows.values_list("pk", *columns.values())}

    def found(self, named):
        """The id of the row that has the names asked for; None without one."""
        asked = [self.names[name] for name in SUBJECTS.get(self.name, (None, None, ()))[2]]
        return next((pk for pk, names in named.items() if names == asked), None)

    def address(self, names):
        """The page of a row of these names."""
        return reverse(self.name, args=[self.names["plan"], *names])


def enter(request, moment, subject):
    """Let the rest of `request` read everything as at `moment`.

    Returns a redirect where what the page is of stood under another number then, else None.
    """
    today = subject.named()
    request.enter_past(as_it_stood(moment, request.user))
    then, asked = subject.named(), request.GET[AS_AT].strip()
    pk = subject.found(then)
    if pk is None:
        request.past = Past(asked, moment, now=less_as_at(request.path, request))
        elsewhere = then.get(subject.found(today))
        return HttpResponseRedirect(subject.address(elsewhere)) if elsewhere else None
    now = less_as_at(subject.address(today[pk]), request) if pk in today else ""
    request.past = Past(asked, moment, now=now)
    return None


def less_as_at(path, request):
    """The address `path` with the query string of the request, but as it is now."""
    query = request.GET.copy()
    query.pop(AS_AT)
    return f"{path}?{query.urlencode()}" if query else path


def refused(request, sentence):
    """400: the page, or under /api/ the problem details, that say why this cannot be read as at what was asked."""
    if request.resolver_match.url_name in ENDPOINTS:
        return wrong_parameters(request, {AS_AT: [sentence]})
    context = {"problem": sentence, "asked": request.GET[AS_AT], "now": less_as_at(request.path, request)}
    return render(request, "as_at.html", context, status=400)


def within_past(request, response):
    """The response, with links and redirects that keep to the past wherever it can be read."""
    asked = request.past.asked
    if location := response.headers.get("Location"):
        response.headers["Location"] = kept(location, asked)
    elif response.headers["Content-Type"].startswith("text/html"):
        response.content = LINK.sub(lambda link: followed(link, asked), response.content.decode())
    return response


def followed(link, asked):
    """The HTML of a link, a match of LINK, that keeps to the past as at `asked` where it can."""
    before, address, after = link.groups()
    if LEADS_OUT in before + after:
        return link[0]
    return before + escape(kept(unescape(address), asked)) + after


def kept(address, asked):
    """The `address` with `as_at`, where what it leads to can be read as at a past moment."""
    parts = urlsplit(address)
    query = QueryDict(parts.query, mutable=True)
    if parts.netloc or not can_be_read_so(parts.path) or AS_AT in query:
        return address
    query[AS_AT] = asked
    return parts._replace(query=query.urlencode()).geturl()


def can_be_read_so(path):
    """Whether the page at `path` can be read as at a past moment."""
    try:
        return resolve(path).url_name in PAGES
    except Resolver404:
        return False
