"""The library's views of second factors, each behind what it takes: a permission to enrol, or the factor itself."""

from functools import wraps

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.views import IndexView
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.enrolment import (
    LinkGoneError,
    finish_enrolment,
    may_enrol,
    permit_enrolment,
    use_enrolment_link,
)
from accounts.models import EnrolmentLink
from accounts.second_factor import has_second_factor, second_factor_missing, shown_lately


class SecondFactor(IndexView):
    """What one signs in with besides the password."""

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "second_factor_missing": second_factor_missing(self.request),
            "may_add": has_second_factor(self.request.user) or may_enrol(self.request),
        }


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def enrol(request, token):
    """Where a link leads by which a second factor may be set up; used by the button, never by opening it."""
    try:
        if request.method == "POST":
            use_enrolment_link(token=token, user=request.user)
            permit_enrolment(request)
            return redirect("mfa_index")
        found = EnrolmentLink.objects.valid().with_token(token).filter(user=request.user).exists()
    except LinkGoneError:
        found = False
    return render(request, "mfa/enrol.html", {"found": found}, status=200 if found else 404)


def with_the_factor(view):
    """A decorator of views: whoever has a second factor shows it, unless they did a moment ago; no password does."""

    @wraps(view)
    @login_required
    def answer(request, *args, **kwargs):
        if has_second_factor(request.user) and not shown_lately(request):
            return redirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': request.path})}")
        return view(request, *args, **kwargs)

    return answer


def enrolling(view):
    """A decorator of views that add a factor: the first one for those permitted, others with the first."""

    @wraps(view)
    @login_required
    def answer(request):
        if has_second_factor(request.user):
            return with_the_factor(view)(request)
        if not may_enrol(request):
            return redirect("mfa_index")
        response = view(request)
        if has_second_factor(request.user):
            finish_enrolment(request)
        return response

    return answer


def but_the_last(view):
    """A decorator of the view that removes a passkey: not the last factor of somebody who needs one."""

    @wraps(view)
    def answer(request, pk):
        passkey = get_object_or_404(Authenticator, user=request.user, type=Authenticator.Type.WEBAUTHN, pk=pk)
        adapter = get_adapter()
        if adapter.can_delete_authenticator(passkey):
            return view(request, pk=pk)
        messages.error(request, adapter.error_messages["cannot_delete_authenticator"])
        return redirect("mfa_list_webauthn")

    return answer


second_factor = SecondFactor.as_view()
activate_totp = enrolling(totp.activate_totp)
deactivate_totp = with_the_factor(totp.deactivate_totp)
add_passkey = enrolling(passkeys.add_webauthn)
remove_passkey = with_the_factor(but_the_last(passkeys.remove_webauthn))
edit_passkey = with_the_factor(passkeys.edit_webauthn)
view_recovery_codes = with_the_factor(recovery_codes.view_recovery_codes)
generate_recovery_codes = with_the_factor(recovery_codes.generate_recovery_codes)
download_recovery_codes = with_the_factor(recovery_codes.download_recovery_codes)
