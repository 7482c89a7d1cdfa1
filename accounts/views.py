"""Pages about oneself, and signing in."""

from allauth.account import views as allauth
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.core.ratelimit import respond_429
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
from accounts.models import Invitation
from accounts.people import end_sessions_of
from accounts.second_factor import has_second_factor


@login_required
def account(request):
    """Who one is here, and what one can do about one's account."""
    context = {
        "roles": [role.label for role in roles_of(request.user)],
        "partners": [str(membership.partner) for membership in request.user.memberships.select_related("partner")],
        "second_factor": has_second_factor(request.user),
        "makes_keys": has_role(request.user, Role.PARTNER_REPORTER),
    }
    return render(request, "account/account.html", context)


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
    context = {"invitation": invited, "form": form, "roles": [Role(role).label for role in invited.roles]}
    return render(request, "account/invitation.html", context, status=400 if form.errors else 200)


class SignIn(allauth.LoginView):
    """Signing in; whoever tried too often is answered 429, as of one address so of one name."""

    def form_invalid(self, form):
        if form.has_error("__all__", "too_many_login_attempts"):
            return respond_429(self.request)
        return super().form_invalid(form)


class PasswordReset(allauth.PasswordResetView):
    """A new password by mail, where the portal sends mail; else who to ask."""

    http_method_names = ["get", "head", "post"]

    def post(self, request, *args, **kwargs):
        return super().post(request, *args, **kwargs) if settings.SENDS_MAIL else self.get(request)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"sends_mail": settings.SENDS_MAIL}


login = SignIn.as_view()
password_reset = PasswordReset.as_view()
