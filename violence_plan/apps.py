"""The top of the house: pages and figures about the whole plan."""

from django.apps import AppConfig


class ViolencePlanConfig(AppConfig):
    """The top of the house: pages and figures about the whole plan."""

    name = "violence_plan"
    verbose_name = "Violence Plan"
