"""The app that holds what every row of history has in common."""

from django.apps import AppConfig


class HistoryConfig(AppConfig):
    """History of every table of a plan."""

    name = "history"
