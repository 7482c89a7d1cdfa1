"""Officers' door to people. allauth's own tables hold secrets and have no door here, nor have groups, the roles."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.contrib import admin
from django.contrib.auth.models import Group, User

for model in (Authenticator, EmailAddress, Group, SocialAccount, SocialApp, SocialToken, User):
    admin.site.unregister(model)

from accounts.admin import invitation, user  # noqa: E402 - Django's own door to users is to be closed before

__all__ = ["invitation", "user"]
