"""Pages about oneself, and signing in."""

import logging
from functools import partial

from allauth.account import views as allauth
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.core import context
from allauth.core.ratelimit import consume, respond_429
from django.conf import settings
from django.contrib.auth import get_user_model, logout
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from access.roles import Role, has_role, roles_of
from accounts.enrolment import permit_enrolment
from accounts.forms import FirstPasswordForm
from accounts.invitations import InvitationGoneError, accept
from accounts.letters import after
from accounts.models import Invitation
from accounts.people import end_sessions_of
from accounts.second_factor import has_second_factor

logger = logging.getLogger(__name__)


@login_required
def account(request):
    """Who one is here, and what one can do about one's account."""
    told = {
        "roles": [role.label for role in roles_of(request.user)],
        "partners": [str(membership.partner) for membership in request.user.memberships.select_related("partner")],
        "second_factor": has_second_factor(request.user),
        "makes_keys": has_role(request.user, Role.PARTNER_REPORTER),
    }
    return render(request, "account/account.html", told)


@login_required
def signed_in(request):
    """Where a second window ends, in which somebody signed in again beside a form that is not sent yet."""
    return render(request, "account/signed_in.html")


@require_POST
@login_required
def end_sessions(request):
    """Sign oneself out of every browser."""
    end_sessions_of(request.user)
    logout(request)
    return redirect("account_login")


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@never_cache
def invitation(request, token):
    """What one is invited to; accepted by choosing a password, never by opening the link, as mail scanners do."""
    invited = Invitation.objects.valid().with_token(token).first()
    if not invited:
        return render(request, "account/invitation_gone.html", status=404)
    invitee = get_user_model()(username=invited.email, email=invited.email, first_name=invited.name)
    form = FirstPasswordForm(invitee, request.POST or None)
    if form.is_valid():
        try:
            user = accept(token=token, password=form.cleaned_data["new_password1"])
        except InvitationGoneError:
            return render(request, "account/invitation_gone.html", status=404)
        logout(request)
        record_authentication(request, user, method="password", username=user.username)
        response = perform_login(request, Login(user=user))
        permit_enrolment(request)
        return response
    told = {"invitation": invited, "form": form, "roles": [Role(role).label for role in invited.roles]}
    return render(request, "account/invitation.html", told, status=400 if form.errors else 200)


class SignIn(allauth.LoginView):
    """Signing in; whoever tried too often is answered 429, as of one address so of one name."""

    def form_invalid(self, form):
        if form.has_error("__all__", "too_many_login_attempts"):
            return after(respond_429(self.request), self.request.throttle.tell_owner)
        return super().form_invalid(form)


def later(request):
    """429: too many links were asked for, for one address or from one network."""
    response = render(request, "account/password_reset_later.html", status=429)
    response.headers["Retry-After"] = "3600"
    return response


class PasswordReset(allauth.PasswordResetView):
    """A new password by mail, where the portal sends mail; else who to ask."""

    http_method_names = ["get", "head", "post"]

    def post(self, request, *args, **kwargs):
        return super().post(request, *args, **kwargs) if settings.SENDS_MAIL else self.get(request)

    def form_valid(self, form):
        """The same for every address, at once: what is mailed to whom has an account is sent after the answer."""
        if not consume(self.request, action="reset_password", key=form.cleaned_data["email"].lower()):
            return later(self.request)
        return after(redirect(self.get_success_url()), partial(self.send, form))

    def send(self, form):
        """Mail the link. Trouble with the mail server is a line in the log: whoever asked has had the answer."""
        try:
            with context.request_context(self.request):
                form.save(self.request)
        except OSError as problem:
            logger.warning("A link for a new password could not be mailed: %s.", type(problem).__name__)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"sends_mail": settings.SENDS_MAIL}


login = SignIn.as_view()
password_reset = PasswordReset.as_view()
