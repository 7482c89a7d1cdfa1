"""What every page's frame shows."""

from django.utils.functional import SimpleLazyObject

from actions.models import Plan


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
