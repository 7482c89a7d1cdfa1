"""What every page's frame shows."""

from urllib.parse import urlencode

from django.utils.functional import SimpleLazyObject

from actions.models import Plan
from actions.parameters import given

# Pages of which the content depends on the query string; elsewhere it changes nothing.
ASKED = ("action", "action_list", "alignment", "gaps", "home", "partnership", "search", "strategy", "theme")


def current_plan(request):
    """The plan that the navigation leads through, and its first page.

    `current_plan` is the plan named in the address where the reader may see it, else the portal's first plan, else
    None; `current_plan_home` is `/` for the first plan and the plan's own page for any other. Lazy: a page that shows
    neither asks the database nothing.
    """

    if not hasattr(request, "user"):  # refused before anybody asked who it is
        return {}

    def plans():
        return list(Plan.objects.visible_to(request.user).defer("introduction").order_by("pk"))

    found = SimpleLazyObject(plans)

    def current():
        named = request.resolver_match and request.resolver_match.kwargs.get("plan")
        first = found[0] if found else None
        return next((plan for plan in found if plan.slug == named), first)

    plan = SimpleLazyObject(current)
    home = SimpleLazyObject(lambda: "/" if plan == found[0] else plan.get_absolute_url())
    return {"current_plan": plan, "current_plan_home": home}


def addresses(request):
    """`canonical`, the one address of what the page shows, with scheme and host; `origin`, these two alone.

    The query string belongs to it where it changes the content: in one order, without what is empty or the first page.
    """

    def canonical():
        query = ""
        if request.resolver_match and request.resolver_match.url_name in ASKED:
            pairs = [(name, value) for name, values in given(request.GET).lists() for value in values]
            query = urlencode(sorted(pair for pair in pairs if pair != ("page", "1")))
        return request.build_absolute_uri(request.path + (f"?{query}" if query else ""))

    return {
        "canonical": SimpleLazyObject(canonical),
        "origin": SimpleLazyObject(lambda: request.build_absolute_uri("/").removesuffix("/")),
    }
