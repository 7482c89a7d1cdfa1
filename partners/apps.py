"""Who leads the plan's actions: organisations, teams, boards, posts and persons."""

from django.apps import AppConfig


class PartnersConfig(AppConfig):
    """Who leads the plan's actions: organisations, teams, boards, posts and persons."""

    name = "partners"
