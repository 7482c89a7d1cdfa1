"""The router: every address under /api/v1/."""

from django.urls import path, re_path

from violence_plan.api.alignment import AlignmentView
from violence_plan.api.changes import ChangesView
from violence_plan.api.gaps import GapRowsView, GapsView
from violence_plan.api.lists import LISTS
from violence_plan.api.views import DocsView, NothingView, RootView, SchemaView
from violence_plan.api.whole import PlanDocumentView, PlanWorkbookView

READS = ["get", "head"]


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
    path("changes/", ChangesView.as_view(http_method_names=READS), name="api-changes"),
    path("schema/", SchemaView.as_view(http_method_names=READS), name="api-schema"),
    path("docs/", DocsView.as_view(http_method_names=READS), name="api-docs"),
    # Not without the last slash: Django leads an address that only lacks it to the right one.
    re_path(r"^.*/$", NothingView.as_view()),
]
