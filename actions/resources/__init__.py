"""The tables of a plan, each a way in and a way out."""

from actions.resources.action import (
    ActionResource,
    AlignmentRejectionResource,
    AlignmentResource,
    LeadResource,
    ListedActionResource,
)
from actions.resources.indicator import IndicatorResource, MeasurementResource, MilestoneResource, PeriodResource
from actions.resources.plan import PlanResource, SectionResource, StrategyResource, ThemeResource
from actions.resources.source import FormerRefResource, FormerSlugResource, GlossaryTermResource, SourceNoteResource
from actions.resources.update import EvidenceResource, ProgressUpdateResource

__all__ = [
    "ActionResource",
    "AlignmentRejectionResource",
    "AlignmentResource",
    "EvidenceResource",
    "FormerRefResource",
    "FormerSlugResource",
    "GlossaryTermResource",
    "IndicatorResource",
    "LeadResource",
    "ListedActionResource",
    "MeasurementResource",
    "MilestoneResource",
    "PeriodResource",
    "PlanResource",
    "ProgressUpdateResource",
    "SectionResource",
    "SourceNoteResource",
    "StrategyResource",
    "ThemeResource",
]
