"""Officers' door to people and partners' keys; none to allauth's tables of secrets, nor to groups, the roles."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.contrib import admin
from django.contrib.auth.models import Group, User

for model in (Authenticator, EmailAddress, Group, SocialAccount, SocialApp, SocialToken, User):
    admin.site.unregister(model)

from accounts.admin import invitation, key, user  # noqa: E402 - Django's own door to users is to be closed before

__all__ = ["invitation", "key", "user"]
