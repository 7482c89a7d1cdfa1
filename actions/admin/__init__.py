"""The officers' door to plans: one module for each part of a plan."""

from actions.admin import action, evidence, links, measures, plan, progress, rejections, source

__all__ = ["action", "evidence", "links", "measures", "plan", "progress", "rejections", "source"]
