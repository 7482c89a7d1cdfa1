"""The app of the people who sign in."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People, their groups, and how they are invited."""

    name = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
