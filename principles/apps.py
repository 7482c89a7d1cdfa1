"""The principles a plan serves, in frameworks."""

from django.apps import AppConfig


class PrinciplesConfig(AppConfig):
    """The principles a plan serves, in frameworks."""

    name = "principles"
