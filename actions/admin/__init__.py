"""The officers' door to plans: one module for each part of a plan."""

from actions.admin import action, links, measures, plan, progress, source

__all__ = ["action", "links", "measures", "plan", "progress", "source"]
