"""The plan itself: strategies, themes, actions and their links."""

from django.apps import AppConfig


class ActionsConfig(AppConfig):
    """The plan itself: strategies, themes, actions and their links."""

    name = "actions"
