"""Throttle of wrong passwords: per account and network, and slower, never shut, where the person signed in before.

A try is counted against the person, by whichever name, so that user name and e-mail address are one; names that nobody
has are counted alike, so that nothing is told. Counts are kept in the database's cache, under digests.
"""

import secrets
from datetime import timedelta

from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from access.security_trail import Event, note
from accounts.letters import tell
from accounts.models import KnownPlace

COOKIE = "known_browser"
REMEMBERED = timedelta(days=90)  # since the last sign-in from there
BOUT = 3600  # seconds without a refused try after which another one is told of again
RATES = {
    "elsewhere": "10/m/ip",  # whoever is asked for
    "stranger": "5/5m/key",  # one person, from one network
    "everywhere": "20/h/key",  # one person, from all networks that are not known
    "familiar": "5/5m/key",  # one person, from one known network or browser
    "slowed": "1/m/key",  # and then one a minute
}


class Throttle:
    """The tries that one request makes for a login name: whether it may, and what a right one gives back."""

    def __init__(self, request, name):
        self.request = request
        self.user = person_called(name)
        self.person = f"user {self.user.pk}" if self.user else f"name {name.lower()}"
        self.usages = []

    def allows(self):
        """Whether another try is allowed now; counts it."""
        place = self.user and known_place(self.user, self.request)
        if place:
            key = f"{self.person} at {place.pk}"
            allowed = self.take("familiar", key) or self.take("slowed", key)
        else:
            where = f"{self.person} from {network_digest(self.request)}"
            bounds = [("elsewhere", ""), ("stranger", where), ("everywhere", self.person)]
            allowed = all(self.take(action, key) for action, key in bounds)
        return allowed

    def take(self, action, key):
        """Whether one more is within the rate of that `action`; counts it."""
        usage = ratelimit.consume(self.request, app="accounts", action=action, config=RATES, key=key)
        if usage:
            self.usages.append(usage)
        return bool(usage)

    def give_back(self):
        """Count the try as none: the password was right."""
        for usage in self.usages:
            usage.rollback()

    def tell_owner(self):
        """Tell whoever's account it is that tries were refused, by mail once for each bout; each is in the trail."""
        if not self.user:
            note(Event.SIGN_IN_SLOWED)
        elif cache.add(bout := f"accounts.bout.{self.user.pk}", True, BOUT):
            tell(self.user, Event.SIGN_IN_SLOWED)
        else:
            cache.touch(bout, BOUT)
            note(Event.SIGN_IN_SLOWED, user_id=self.user.pk)


def person_called(name):
    """The active user who signs in by that user name or e-mail address, or None."""
    if "\x00" in name:
        return None
    named = Q(username__iexact=name) | Q(email__iexact=name)
    return get_user_model().objects.filter(named, is_active=True).order_by("pk").first()


def network_digest(request):
    """What is kept of the network that a request comes from: nothing that leads back to it without the secret key."""
    return digest_of("network", ratelimit.get_ip(request))


def digest_of(kind, value):
    """What is kept of a network or of a browser's cookie."""
    return salted_hmac(f"accounts.known_place.{kind}", value, algorithm="sha256").hexdigest()


def known_place(user, request):
    """The browser, else the network, that `user` signed in from before; None where it is neither.

    The browser comes first: nobody else slows it down, as somebody on the same network could.
    """
    digests = [digest_of("browser", request.COOKIES.get(COOKIE, "")), network_digest(request)]
    found = {place.digest: place for place in KnownPlace.objects.of(user, since=timezone.now() - REMEMBERED)}
    return next((found[digest] for digest in digests if digest in found), None)


def remember_place(user, request, response):
    """Know this browser, by a cookie that says nothing, and its network again when `user` signs in the next time."""
    token = request.COOKIES.get(COOKIE) or secrets.token_urlsafe(32)
    now = timezone.now()
    for digest in (digest_of("browser", token), network_digest(request)):
        KnownPlace.objects.update_or_create(user=user, digest=digest, defaults={"seen_at": now})
    KnownPlace.objects.last_seen_before(now - REMEMBERED).delete()
    response.set_cookie(
        COOKIE,
        token,
        max_age=REMEMBERED,
        path="/accounts/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
