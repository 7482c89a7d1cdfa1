"""The columns by which the tables of a plan name each other's rows."""

from actions.models import Action, Indicator, Period, Plan, ProgressUpdate, Section, Strategy, Theme
from partners.models import Partner
from principles.models import Framework, Principle
from tables.cells import Column, Reference, UidReference

IN_PLAN = {"plan": "plan__slug"}
IN_STRATEGY = {"plan": "strategy__plan__slug", "strategy": "strategy__ref"}
IN_FRAMEWORK = {"framework": "framework__code"}


def _column(name, model, key, file, within=()):
    return Column(attribute=name, column_name=name, widget=Reference(model, key, file=file, within=within))


def plan_column():
    """The plan, by its short name."""
    return _column("plan", Plan, "slug", "plan.csv")


def framework_column():
    """The framework, by its code."""
    return _column("framework", Framework, "code", "frameworks.csv")


def partner_column(name):
    """A partner, by its code."""
    return _column(name, Partner, "code", "partners.csv")


def section_column():
    """The plan's section, by its number."""
    return _column("section", Section, "ref", "sections.csv", IN_PLAN)


def strategy_column():
    """The plan's strategy, by its number."""
    return _column("strategy", Strategy, "ref", "strategies.csv", IN_PLAN)


def theme_column():
    """The strategy's theme, by its title."""
    return _column("theme", Theme, "title", "themes.csv", IN_STRATEGY)


def action_column(name="action"):
    """The plan's action, by its corrected number."""
    return _column(name, Action, "ref", "actions.csv", IN_PLAN)


def update_column():
    """A progress update of the plan, by its uid."""
    widget = UidReference(ProgressUpdate, "uid", file="updates.csv", within={"plan": "action__plan__slug"})
    return Column(attribute="update", column_name="update", widget=widget)


def principle_column():
    """The framework's principle, by its code."""
    return _column("principle", Principle, "code", "principles.csv", IN_FRAMEWORK)


def period_column():
    """The plan's period, by its code."""
    return _column("period", Period, "code", "periods.csv", IN_PLAN)


def indicator_column():
    """The plan's indicator, by its code."""
    return _column("indicator", Indicator, "code", "indicators.csv", IN_PLAN)
