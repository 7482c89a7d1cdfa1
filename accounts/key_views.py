"""The pages on which a partner's reporter makes, replaces and revokes the partner's own keys."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from access.roles import Role, has_role
from accounts.key_forms import OwnKeyForm
from accounts.keys import replace_key, revoke_key
from accounts.models import PartnerKey
from accounts.models.key import OVERLAP


def for_reporters(view):
    """A decorator of views: for partner reporters alone, who have signed in; what they are told nobody keeps."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @never_cache
    @login_required
    @wraps(view)
    def answer(request, *args, **kwargs):
        if not has_role(request.user, Role.PARTNER_REPORTER):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return answer


@for_reporters
def keys(request):
    """The keys of one's partners, and the form that makes one; its token is in the answer to the form, and nowhere."""
    form = OwnKeyForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_valid():
        return shown_once(request, *form.make(request.user))
    found = PartnerKey.objects.of_reporter(request.user).select_related("partner", "made_by", "replaced_by")
    context = {"keys": found, "key_form": form, "errors": form.problems if form.is_bound else []}
    return render(request, "account/keys.html", context, status=422 if form.errors else 200)


@for_reporters
def key(request, prefix):
    """One key, and two buttons: another in its place, or no key any more. Raises Http404."""
    own = PartnerKey.objects.of_reporter(request.user).select_related("partner", "made_by", "replaced_by")
    found = get_object_or_404(own, prefix=prefix)
    if "revoke" in request.POST:
        revoke_key(key=found, by=request.user)
        messages.success(request, f"The key “{found}” is revoked: programs that show it are refused from now on.")
        return redirect("keys")
    try:
        if "replace" in request.POST:
            return shown_once(request, *replace_key(key=found, by=request.user))
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    return render(request, "account/key.html", {"key": found, "overlap": OVERLAP})


def shown_once(request, made, token):
    """The page that shows a new key's token; it is in no session, no message and no address."""
    return render(request, "account/key_made.html", {"key": made, "token": token, "overlap": OVERLAP})
