"""The app of the people who sign in."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People, their groups, how they are invited and how they sign in."""

    name = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
