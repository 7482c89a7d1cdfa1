"""The room: everything a plan holds. Doors import from here."""

from actions.models.action import Action
from actions.models.former import FormerRef, FormerSlug
from actions.models.indicator import Indicator, Measurement, Milestone, Period
from actions.models.links import Alignment, AlignmentRejection, Lead
from actions.models.marks import MARKS, Access, Handling, Publication
from actions.models.plan import Plan, Section
from actions.models.search import SearchEntry
from actions.models.source import GlossaryTerm, SourceNote
from actions.models.strategy import Strategy, StrategyLead, Theme
from actions.models.update import Evidence, ProgressUpdate

__all__ = [
    "MARKS",
    "Access",
    "Action",
    "Alignment",
    "AlignmentRejection",
    "Evidence",
    "FormerRef",
    "FormerSlug",
    "GlossaryTerm",
    "Handling",
    "Indicator",
    "Lead",
    "Measurement",
    "Milestone",
    "Period",
    "Plan",
    "ProgressUpdate",
    "Publication",
    "SearchEntry",
    "Section",
    "SourceNote",
    "Strategy",
    "StrategyLead",
    "Theme",
]
