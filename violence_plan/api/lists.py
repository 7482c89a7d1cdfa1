"""The API's lists: all that can be pulled row by row. A list of a plan comes after those that its rows name."""

from actions.api import (
    ActionViewSet,
    AlignmentViewSet,
    GlossaryViewSet,
    IndicatorViewSet,
    MeasurementViewSet,
    MilestoneViewSet,
    NoteViewSet,
    PlanViewSet,
    StrategyViewSet,
    ThemeViewSet,
    UpdateViewSet,
)
from partners.api import PartnerViewSet
from principles.api import FrameworkViewSet, PrincipleViewSet

# Each list, by its name in the address: what reads it, and what names one row of it.
LISTS = {
    "plans": (PlanViewSet, "<slug:slug>"),
    "strategies": (StrategyViewSet, "<uuid:uid>"),
    "themes": (ThemeViewSet, "<uuid:uid>"),
    "actions": (ActionViewSet, "<uuid:uid>"),
    "partners": (PartnerViewSet, "<slug:code>"),
    "frameworks": (FrameworkViewSet, "<slug:code>"),
    "principles": (PrincipleViewSet, "<slug:framework>/<slug:code>"),
    "alignments": (AlignmentViewSet, "<uuid:uid>/<slug:framework>/<slug:code>"),
    "milestones": (MilestoneViewSet, "<uuid:uid>/<slug:period>/<int:position>"),
    "indicators": (IndicatorViewSet, "<slug:plan>/<slug:code>"),
    "measurements": (MeasurementViewSet, "<slug:plan>/<slug:indicator>/<slug:period>"),
    "updates": (UpdateViewSet, "<uuid:uid>"),
    "notes": (NoteViewSet, "<slug:plan>/<int:number>"),
    "glossary": (GlossaryViewSet, "<slug:plan>/<path:term>"),
}
