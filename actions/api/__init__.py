"""Plans and all that is in them as JSON."""

from actions.api.alignments import AlignmentViewSet
from actions.api.indicators import IndicatorViewSet, MeasurementViewSet
from actions.api.milestones import MilestoneViewSet
from actions.api.source import GlossaryViewSet, NoteViewSet
from actions.api.themes import ThemeViewSet
from actions.api.updates import UpdateViewSet
from actions.api.viewsets import ActionViewSet, PlanViewSet, StrategyViewSet

__all__ = [
    "ActionViewSet",
    "AlignmentViewSet",
    "GlossaryViewSet",
    "IndicatorViewSet",
    "MeasurementViewSet",
    "MilestoneViewSet",
    "NoteViewSet",
    "PlanViewSet",
    "StrategyViewSet",
    "ThemeViewSet",
    "UpdateViewSet",
]
