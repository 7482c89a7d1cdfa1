"""What of allauth is decided otherwise here: nobody signs up, and people are known by what an administrator said."""

import logging
import time

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base.constants import AuthProcess
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.http import HttpResponseRedirect
from django.urls import reverse

from access.security_trail import Event, note
from accounts.letters import tell
from accounts.links import BoundElsewhereError, make_link
from accounts.people import set_email
from accounts.second_factor import FACTORS, RECENTLY, needs_second_factor, second_factor_missing
from accounts.throttle import Throttle, remember_place

logger = logging.getLogger(__name__)

MISMATCH = "The user name or password is not right. Check both: small and capital letters count."
# What the library mails by templates of its own is told as all else is.
NOTICES = {
    "mfa/email/totp_activated": Event.FACTOR_ADDED,
    "mfa/email/webauthn_added": Event.FACTOR_ADDED,
    "mfa/email/totp_deactivated": Event.FACTOR_REMOVED,
    "mfa/email/webauthn_removed": Event.FACTOR_REMOVED,
    "mfa/email/recovery_codes_generated": Event.RECOVERY_CODES_MADE,
    "account/email/password_changed": Event.PASSWORD_CHANGED,
    "account/email/password_set": Event.PASSWORD_CHANGED,
    "account/email/password_reset": Event.PASSWORD_CHANGED,
}


class AccountAdapter(DefaultAccountAdapter):
    """Signing in, and what follows it."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": MISMATCH,
        "username_password_mismatch": MISMATCH,
        "too_many_login_attempts": "There were too many tries to sign in.",
        "incorrect_password": "That is not your password.",
        "enter_current_password": "That is not the password you have now.",
    }

    def is_open_for_signup(self, request):
        return False

    def add_message(self, request, level, *args, **kwargs):
        """Only what went wrong: what went well each page says itself."""
        if level >= messages.ERROR:
            super().add_message(request, level, *args, **kwargs)

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """Tell `user` what was done. Raises KeyError for what nobody has found words for."""
        tell(user, NOTICES[template_prefix])

    def is_reauthentication_required(self, *, app):
        """Whether the password is to be asked for again: not of somebody who has just signed in."""
        records = get_authentication_records(context.request, context.request.user)
        recent = any(time.time() - record["at"] < RECENTLY for record in records)
        return not recent and super().is_reauthentication_required(app=app)

    def pre_authenticate(self, request, **credentials):
        """Count a try against the person, by whichever name. Raises ValidationError where there were too many."""
        request.throttle = Throttle(request, credentials.get("username") or credentials.get("email", ""))
        if not request.throttle.allows():
            raise self.validation_error("too_many_login_attempts")

    def authenticate(self, request, **credentials):
        user = super().authenticate(request, **credentials)
        if user:
            request.throttle.give_back()
        return user

    def post_login(self, request, user, **kwargs):
        """To the set-up of a second factor where it is missing, else to where the person was going."""
        response = super().post_login(request, user, **kwargs)
        if second_factor_missing(request):
            response = HttpResponseRedirect(reverse("mfa_index"))
        remember_place(user, request, response)
        return response

    def login(self, request, user):
        super().login(request, user)
        note(Event.SIGNED_IN, user_id=user.pk)

    def logout(self, request):
        note(Event.SIGNED_OUT, user_id=request.user.pk)
        super().logout(request)

    def authentication_failed(self, request, **credentials):
        """Note whose password was wrong, where there is such an account; what was typed nobody notes."""
        typed = credentials.get("username") or credentials.get("email") or ""
        named = get_user_model().objects.filter(Q(username__iexact=typed) | Q(email__iexact=typed))
        note(Event.SIGN_IN_FAILED, user_id=named.values_list("pk", flat=True).first())

    def get_login_redirect_url(self, request):
        return reverse("admin:index" if request.user.is_staff else settings.LOGIN_REDIRECT_URL)

    def get_password_change_redirect_url(self, request):
        return reverse("account")


class SecondFactorAdapter(DefaultMFAAdapter):
    """Authenticator apps, passkeys, recovery codes."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "That code is not right, or was used already. Take the one the app shows now.",
        "cannot_delete_authenticator": "It is the only second factor that you have, and you need one. "
        "Add another first. If it is lost, ask an administrator.",
    }

    def can_delete_authenticator(self, authenticator):
        """Whether another factor remains, or none is needed."""
        factors = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=FACTORS)
        return not needs_second_factor(authenticator.user) or factors.exclude(pk=authenticator.pk).exists()

    def generate_authenticator_name(self, user, type):
        return "My device"


class OpenIDAdapter(DefaultSocialAccountAdapter):
    """Signing in by OpenID Connect: only people who are here already, known by an address the provider has verified."""

    def is_open_for_signup(self, request, sociallogin):
        return False

    def on_authentication_error(self, request, provider, error=None, exception=None, extra_context=None):
        """Say in the log why, for whoever runs the portal; the page says no more than that it failed."""
        logger.warning("Signing in by OpenID Connect failed: %s %r", error, exception)

    def authenticate_by_email(self, sociallogin):
        """The one person who may sign in, and their address, where the provider says in so many words it is theirs.

        From then on they are known by the subject, which never changes; another subject with that address is refused.
        """
        for address in sociallogin.email_addresses:
            if address.verified is True:
                found = list(get_user_model().objects.filter(email__iexact=address.email, is_active=True)[:2])
                if len(found) == 1:
                    return self.link(found[0], sociallogin.account) and (found[0], address.email)
        return None

    def link(self, user, account):
        """Link `user` to the subject of `account`; None where they are linked to another, which is told."""
        set_email(user=user, email=user.email)  # so that allauth takes no password away
        try:
            make_link(user=user, account=account)
        except BoundElsewhereError:
            tell(user, Event.PROVIDER_REFUSED)
            return None
        return user

    def pre_social_login(self, request, sociallogin):
        """Nothing but signing in: whatever a state says, no link is made to whoever is signed in."""
        sociallogin.state["process"] = AuthProcess.LOGIN
