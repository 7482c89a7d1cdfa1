"""The app that keeps uploaded tables."""

from django.apps import AppConfig


class TablesConfig(AppConfig):
    """Tables on their way in."""

    name = "tables"
