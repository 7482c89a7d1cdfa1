"""What search engines are told: every public page, when it last changed, and what to leave alone."""

from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap
from django.http import HttpResponse
from django.urls import URLResolver, get_resolver, reverse

from actions.models import Action, Plan, Strategy, Theme
from partners.models import Partner
from principles.models import Principle
from violence_plan.open_data import PUBLIC, last_changes

NOT_PAGES = ("admin/", "accounts/", "api/", "search/")
FOR_SIGNED_IN = ("review/", "progress/")  # how the addresses end that ask whoever comes to sign in
ROBOTS = """\
User-agent: *
Disallow: /admin/
Disallow: /api/v1/*?
Disallow: /search/
Sitemap: {sitemap}
"""


def pages(patterns=None, prefix=""):
    """The name and the route of every page of the portal whose address holds no name but, at most, a plan's."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(pattern.pattern)
        if route.startswith(NOT_PAGES) or route.endswith(("csv/", *FOR_SIGNED_IN)):
            continue
        if isinstance(pattern, URLResolver):
            yield from pages(pattern.url_patterns, route)
        elif (route == "" or route.endswith("/")) and "<" not in route.replace("<slug:plan>", ""):
            yield pattern.name, route


class Pages(Sitemap):
    """Pages of the whole portal."""

    def items(self):
        return [name for name, route in pages() if "<" not in route]

    def location(self, name):
        return reverse(name)


class PlanPages(Sitemap):
    """Pages of each plan as a whole, as old as the last change of anything in it."""

    def items(self):
        names = [name for name, route in pages() if "<" in route]
        plans = list(Plan.objects.visible_to(PUBLIC).defer("introduction").order_by("pk"))
        changed = last_changes(plans)
        return [(name, plan, changed[plan.pk]) for plan in plans for name in names]

    def location(self, item):
        return reverse(item[0], args=[item[1].slug])

    def lastmod(self, item):
        return item[2]


class RowPages(Sitemap):
    """A page for each row of a queryset, as old as the row."""

    def __init__(self, rows):
        self.rows = rows

    def items(self):
        return self.rows()

    def lastmod(self, row):
        return row.updated_at


class ThemePages(RowPages):
    """A page for each theme, as old as its strategy."""

    def lastmod(self, row):
        return row.strategy.updated_at


SITEMAPS = {
    "pages": Pages,
    "plans": PlanPages,
    "strategies": RowPages(lambda: Strategy.objects.visible_to(PUBLIC).select_related("plan").as_printed()),
    "themes": ThemePages(lambda: Theme.objects.visible_to(PUBLIC).select_related("strategy__plan").order_by("pk")),
    "actions": RowPages(lambda: Action.objects.visible_to(PUBLIC).select_related("plan").as_printed()),
    "partners": RowPages(lambda: Partner.objects.visible_to(PUBLIC).exclude(kind=Partner.Kind.PERSON).order_by("code")),
    "principles": RowPages(lambda: Principle.objects.visible_to(PUBLIC).in_order().select_related("framework")),
}


def sitemap_xml(request):
    """Every page that anybody may see, whoever asks."""
    return sitemap(request, SITEMAPS)


def robots_txt(request):
    """What programs are asked to leave alone, and where the sitemap is."""
    text = ROBOTS.format(sitemap=request.build_absolute_uri(reverse("sitemap")))
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
