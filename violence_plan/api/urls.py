"""The router: every address under /api/v1/."""

from django.urls import path, re_path

from actions.api import ActionViewSet, PlanViewSet, StrategyViewSet
from partners.api import PartnerViewSet
from principles.api import PrincipleViewSet
from violence_plan.api.alignment import AlignmentView
from violence_plan.api.gaps import GapRowsView, GapsView
from violence_plan.api.views import DocsView, NothingView, RootView, SchemaView
from violence_plan.api.whole import PlanDocumentView, PlanWorkbookView

READS = ["get", "head"]


# Each list, by its name in the address: what reads it, and what names one row of it.
LISTS = {
    "plans": (PlanViewSet, "<slug:slug>"),
    "strategies": (StrategyViewSet, "<uuid:uid>"),
    "actions": (ActionViewSet, "<uuid:uid>"),
    "partners": (PartnerViewSet, "<slug:code>"),
    "principles": (PrincipleViewSet, "<slug:framework>/<slug:code>"),
}


def rows(name, viewset, key):
    """The addresses of a list and of one of its rows, which `key` names."""
    alike = {"called": name, "http_method_names": READS}
    return [
        path(f"{name}/", viewset.as_view({"get": "list"}, detail=False, **alike), name=f"api-{name}"),
        path(f"{name}/{key}/", viewset.as_view({"get": "retrieve"}, detail=True, **alike), name=f"api-{name}-one"),
    ]


urlpatterns = [
    path("", RootView.as_view(http_method_names=READS)),
    *(address for name, of in LISTS.items() for address in rows(name, *of)),
    path("alignment/", AlignmentView.as_view(http_method_names=READS), name="api-alignment"),
    path(
        "plans/<slug:slug>/plan.json",
        PlanDocumentView.as_view(http_method_names=READS),
        name="api-plan-document",
    ),
    path(
        "plans/<slug:slug>/plan.xlsx",
        PlanWorkbookView.as_view(http_method_names=READS),
        name="api-plan-workbook",
    ),
    path("gaps/", GapsView.as_view(http_method_names=READS), name="api-gaps"),
    path("gaps/<slug:plan>/<slug:gap>/", GapRowsView.as_view(http_method_names=READS), name="api-gaps-rows"),
    path("schema/", SchemaView.as_view(http_method_names=READS), name="api-schema"),
    path("docs/", DocsView.as_view(http_method_names=READS), name="api-docs"),
    # Not without the last slash: Django leads an address that only lacks it to the right one.
    re_path(r"^.*/$", NothingView.as_view()),
]
