"""What every page's frame shows."""

from urllib.parse import urlencode

from django.db.models import Q, Subquery
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from actions.days import AT, PAGES_OF_A_DAY
from actions.models import Plan
from actions.parameters import AS_AT
from tables.parameters import given
from violence_plan.as_at import PAGES

# Pages of which the content depends on the query string; elsewhere it changes nothing.
ASKED = ("action_list", "alignment", "changes", "data", "gaps", "partnership", "search")


def matters(page, name, value):
    """Whether the parameter `name` with that value changes what the page of the URL name `page` shows."""
    if page in PAGES_OF_A_DAY:
        return name == AT
    return page in ASKED and name != AS_AT and (name, value) != ("page", "1")


def current_plan(request):
    """The plan that the navigation leads through, and its first page.

    `current_plan` is the plan named in the address where the reader may see it, else the portal's first plan, else
    None; `current_plan_home` is `/` for the first plan and the plan's own page for any other. Lazy: a page that shows
    neither asks the database nothing.
    """

    if not hasattr(request, "user"):  # refused before anybody asked who it is
        return {}

    def plans():
        named = request.resolver_match and request.resolver_match.kwargs.get("plan")
        seen = Plan.objects.visible_to(request.user).order_by("pk")
        first = Subquery(seen.values("pk")[:1])
        return list(seen.defer("introduction").filter(Q(pk=first) | Q(slug=named))) or [None]

    found = SimpleLazyObject(plans)  # the first, and the one that is named, where they are not the same
    plan = SimpleLazyObject(lambda: found[-1])
    home = SimpleLazyObject(lambda: "/" if plan == found[0] else plan.get_absolute_url())
    return {"current_plan": plan, "current_plan_home": home}


def addresses(request):
    """`canonical`, the one address of what the page shows, with scheme and host; `origin`, these two alone.

    The query string belongs to it where it changes the content: in one order, without what is empty or the first page.
    A page of the past has the address that it has now.
    """
    now = getattr(request, "past", None) and request.past.now.partition("?")[0]

    def canonical():
        page = request.resolver_match and request.resolver_match.url_name
        pairs = [(name, value) for name, values in given(request.GET).lists() for value in values]
        query = urlencode(sorted(pair for pair in pairs if matters(page, *pair)))
        return request.build_absolute_uri((now or request.path) + (f"?{query}" if query else ""))

    return {
        "canonical": SimpleLazyObject(canonical),
        "origin": SimpleLazyObject(lambda: request.build_absolute_uri("/").removesuffix("/")),
    }


def past(request):
    """`past`, the Past that the page is read as at or None, and whether the page `can_be_past`.

    What its form to ask for a past day needs: `today`, and `kept_in_past`, pairs of whatever else is asked.
    """
    match = request.resolver_match
    if not match or match.url_name not in PAGES:
        return {}
    kept = [(name, value) for name, values in given(request.GET).lists() if name != AS_AT for value in values]
    return {
        "past": getattr(request, "past", None),
        "can_be_past": True,
        "today": timezone.localdate(),
        "kept_in_past": kept,
    }
