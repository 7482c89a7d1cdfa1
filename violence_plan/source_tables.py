"""The spine: every table of a plan, in the order in which it loads. The way in and the way out walk it alike."""

from dataclasses import dataclass

from actions import resources as actions
from partners import resources as partners
from principles import resources as principles
from tables.resources import TableResource


@dataclass(frozen=True)
class SourceTable:
    """One file of a plan's folder and the resource that reads and writes it; `shared` where all plans have it."""

    file: str
    resource: type[TableResource]

    @property
    def shared(self):
        """True where the table belongs to no plan and may stand one folder higher."""
        return self.resource.is_shared()


SOURCE_TABLES = (
    SourceTable("partners.csv", partners.PartnerResource),
    SourceTable("partner_aliases.csv", partners.AliasResource),
    SourceTable("former_codes.csv", partners.FormerCodeResource),
    SourceTable("frameworks.csv", principles.FrameworkResource),
    SourceTable("principles.csv", principles.PrincipleResource),
    SourceTable("plan.csv", actions.PlanResource),
    SourceTable("periods.csv", actions.PeriodResource),
    SourceTable("sections.csv", actions.SectionResource),
    SourceTable("strategies.csv", actions.StrategyResource),
    SourceTable("themes.csv", actions.ThemeResource),
    SourceTable("former_themes.csv", actions.FormerSlugResource),
    SourceTable("actions.csv", actions.ActionResource),
    SourceTable("former_refs.csv", actions.FormerRefResource),
    SourceTable("leads.csv", actions.LeadResource),
    SourceTable("alignments.csv", actions.AlignmentResource),
    SourceTable("alignment_rejections.csv", actions.AlignmentRejectionResource),
    SourceTable("milestones.csv", actions.MilestoneResource),
    SourceTable("indicators.csv", actions.IndicatorResource),
    SourceTable("measurements.csv", actions.MeasurementResource),
    SourceTable("updates.csv", actions.ProgressUpdateResource),
    SourceTable("evidence.csv", actions.EvidenceResource),
    SourceTable("source_notes.csv", actions.SourceNoteResource),
    SourceTable("glossary.csv", actions.GlossaryTermResource),
)

PLAN_FILE = "plan.csv"
OPEN_TABLES = {table.file: table for table in SOURCE_TABLES if table.resource.is_open}
FILES = tuple(table.file for table in SOURCE_TABLES)
