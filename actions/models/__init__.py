"""The room: everything a plan holds. Doors import from here."""

from actions.models.action import Action
from actions.models.former import FormerRef
from actions.models.indicator import Indicator, Measurement, Milestone, Period
from actions.models.links import Alignment, Lead
from actions.models.plan import Plan, Publication, Section
from actions.models.source import GlossaryTerm, SourceNote
from actions.models.strategy import Strategy, Theme
from actions.models.update import ProgressUpdate

__all__ = [
    "Action",
    "Alignment",
    "FormerRef",
    "GlossaryTerm",
    "Indicator",
    "Lead",
    "Measurement",
    "Milestone",
    "Period",
    "Plan",
    "ProgressUpdate",
    "Publication",
    "Section",
    "SourceNote",
    "Strategy",
    "Theme",
]
