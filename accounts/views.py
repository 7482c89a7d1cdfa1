"""Pages about oneself, and signing in."""

from allauth.account import views as allauth
from allauth.core.ratelimit import respond_429
from allauth.mfa.base.views import IndexView
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from access.roles import roles_of
from accounts.people import end_sessions_of
from accounts.second_factor import has_second_factor, second_factor_missing


@login_required
def account(request):
    """Who one is here, and what one can do about one's account."""
    context = {
        "roles": [role.label for role in roles_of(request.user)],
        "partners": [str(membership.partner) for membership in request.user.memberships.select_related("partner")],
        "second_factor": has_second_factor(request.user),
    }
    return render(request, "account/account.html", context)


@require_POST
@login_required
def end_sessions(request):
    """Sign oneself out of every browser."""
    end_sessions_of(request.user)
    logout(request)
    return redirect("account_login")


class Login(allauth.LoginView):
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


class SecondFactor(IndexView):
    """What one signs in with besides the password."""

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"second_factor_missing": second_factor_missing(self.request)}


login = Login.as_view()
password_reset = PasswordReset.as_view()
second_factor = SecondFactor.as_view()
