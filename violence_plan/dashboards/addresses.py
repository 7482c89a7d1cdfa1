"""Where a figure leads: the page of exactly the actions that it counts."""

from urllib.parse import urlencode

from django.urls import reverse


def actions_address(plan, **filters):
    """The page of the plan's actions that `filters` leave; those that are empty or None are left out."""
    return narrowed(reverse("action_list", args=[plan.slug]), **filters)


def narrowed(page, **filters):
    """The address `page` with these filters, as in actions_address."""
    query = urlencode({name: value for name, value in filters.items() if value}, doseq=True)
    return f"{page}?{query}" if query else page
