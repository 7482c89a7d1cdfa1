"""Partners' keys: making, replacing and revoking them, and whose key a request shows."""

import re
import secrets
from datetime import timedelta
from hmac import compare_digest
from string import ascii_lowercase, digits

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Value
from django.utils import timezone
from django.utils.crypto import get_random_string
from rest_framework.exceptions import AuthenticationFailed

from access.key_holders import KeyHolder
from access.security_trail import Event, note
from accounts.letters import tell
from accounts.models import PartnerKey
from accounts.models.invitation import digest
from accounts.models.key import OVERLAP
from partners.models import Partner

TOKEN = re.compile(r"vp_([a-z0-9]{8})_[A-Za-z0-9_-]{43}", re.ASCII)
NOT_BEARER = "Show a key as “Authorization: Bearer vp_…”, or send no Authorization header: open data needs none."
# The same whether there never was such a key or it was revoked: who guesses, or found an old one, learns nothing.
UNKNOWN = "This key is not known here, or was revoked. Ask whoever gave it to you for another."


@transaction.atomic
def make_key(*, by, partner, name, scope, expires_on, uid=None, replaces=None):
    """Make a key of `partner`: the PartnerKey and its token, which is told only here. Raises ValidationError.

    `uid` is good for one key, so that a form sent twice makes one; `replaces` is the key whose place it takes.
    """
    Partner.objects.select_for_update().get(pk=partner.pk)  # who sends a form twice at once is told in turn
    prefix = get_random_string(8, ascii_lowercase + digits)
    token = f"vp_{prefix}_{secrets.token_urlsafe(32)}"
    key = PartnerKey(partner=partner, name=name, scope=scope, expires_on=expires_on, made_by=by, replaces=replaces)
    key.prefix, key.digest = prefix, digest(token)
    if uid:
        key.uid = uid
    key.full_clean()
    key.save()
    tell(by, Event.KEY_MADE, key=prefix)
    return key, token


@transaction.atomic
def replace_key(*, key, by):
    """A new key in the place of `key`, for as many days: the PartnerKey and its token, which is told only here.

    The old one goes on working for a week, so that programs can be moved over one by one. Raises ValidationError where
    it no longer works, or was replaced already.
    """
    old = PartnerKey.objects.select_for_update().get(pk=key.pk)
    if not old.works or old.is_replaced:
        raise ValidationError("Only a key that works, and was not replaced yet, can be replaced. Make a new one.")
    today, days = timezone.localdate(), old.expires_on - old.made_on
    said = {"partner": old.partner, "name": old.name, "scope": old.scope}
    made = make_key(by=by, expires_on=today + days, replaces=old, **said)
    old.expires_on = min(old.expires_on, today + timedelta(days=OVERLAP))
    old.save(update_fields=["expires_on"])
    note(Event.KEY_REPLACED, user_id=by.pk, key=old.prefix, by_key=made[0].prefix)
    return made


@transaction.atomic
def revoke_key(*, key, by):
    """Let `key` no longer work, from the next request on. What was revoked stays as it was."""
    if PartnerKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=timezone.now(), revoked_by=by):
        note(Event.KEY_REVOKED, user_id=by.pk, key=key.prefix)


def holder_of(request):
    """The KeyHolder whose key a `request` shows, or None where it shows none; looked up once for each request.

    Raises AuthenticationFailed, which says what to do, where what it shows is no key that works.
    """
    if not hasattr(request, "_key_holder"):
        if "HTTP_AUTHORIZATION" in request.META:
            holder_with(request, Value(True))
        else:
            request._key_holder = None
    if isinstance(request._key_holder, AuthenticationFailed):
        raise request._key_holder
    return request._key_holder


def holder_with(request, expression):
    """The KeyHolder whose key a `request` shows, and the value of a database `expression`, both by one query.

    Raises AuthenticationFailed as holder_of() does, which then asks no more, whatever came of it.
    """
    try:
        request._key_holder, value = _holder(request.META["HTTP_AUTHORIZATION"], expression)
    except AuthenticationFailed as refusal:
        request._key_holder = refusal
        raise
    return request._key_holder, value


def _holder(shown, expression):
    """The KeyHolder of what an Authorization header says, and the `expression`'s value. Raises AuthenticationFailed."""
    scheme, _, token = shown.partition(" ")
    if scheme.lower() != "bearer":
        raise AuthenticationFailed(NOT_BEARER)
    found = TOKEN.fullmatch(token.strip())
    known = PartnerKey.objects.select_related("partner").annotate(asked=expression).filter(revoked_at=None)
    key = found and known.filter(prefix=found[1]).first()
    if not key or not compare_digest(key.digest, digest(found[0])):
        note(Event.KEY_REFUSED, key=found and found[1])
        raise AuthenticationFailed(UNKNOWN)
    if not key.works:
        note(Event.KEY_REFUSED, key=key.prefix)
        ended = f"{key.expires_on:%d %B %Y}".lstrip("0")
        raise AuthenticationFailed(f"This key worked until {ended}. Make a new one at /accounts/keys/.")
    _note_use(key)
    return KeyHolder(key.prefix, key.partner.code, key.scope == PartnerKey.Scope.SHARED), key.asked


def _note_use(key):
    """Keep on which day the key was last shown; once a day, so that reading stays reading."""
    today = timezone.localdate()
    if key.last_used_on != today:
        PartnerKey.objects.filter(pk=key.pk).update(last_used_on=today)
        note(Event.KEY_USED, key=key.prefix)
