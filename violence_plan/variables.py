"""What may be set from outside: name and meaning of each variable, and how each is read from the environment.

README documents the same names, and a test holds the two together. A missing or wrong value stops the start with a
sentence that says what to do.
"""

import re
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

SETTINGS = {
    "DATABASE_URL": "PostgreSQL 14 or newer, as postgres://user:password@host:5432/name",
    "DATABASE_LIMITS": "off where roles or a pooler, not the portal, limit how long statements and locks may take",
    "SECRET_KEY": "at least 50 random characters; changing it signs everyone out",
    "ALLOWED_HOSTS": "host names this portal answers to, separated by commas",
    "SECURE_TLS": "on once the portal is reached by https only: secure cookies, HSTS and the redirect from http",
    "TRUSTED_PROXIES": "number of proxies in front whose X-Forwarded-* headers are believed",
    "RATE_LIMIT": "requests a minute that one address may send to the API, /data/ and /search/; 0 for no limit",
    "RATE_LIMIT_WITH_KEY": "requests a minute to the API with one partner's key; 0 for no limit",
    "PAGE_LIMIT": "pages a minute that are made anew for one address, none of which was kept; 0 for no limit",
    "HSTS_SECONDS": "how long browsers insist on https once they came by it; 3600 unless it is set",
    "HSTS_SUBDOMAINS": "on where every subdomain of the portal's name is reached by https too",
    "HSTS_PRELOAD": "on to let browsers ship that rule, which takes months to take back",
    "CONTACT_NAME": "who runs the portal, as its error pages and accessibility statement say",
    "CONTACT_EMAIL": "where mail about the portal goes, as the same pages say",
    "SECOND_FACTOR": "off only where nobody else can sign in: whoever may write then needs no second factor",
    "EMAIL_URL": "the mail server, as smtp+tls://user:password@host:587; without it no mail is sent",
    "OIDC_ISSUER": "address of the OpenID provider that people sign in with, by https",
    "OIDC_CLIENT_ID": "what the OpenID provider calls this portal",
    "OIDC_CLIENT_SECRET": "what this portal proves itself with to the OpenID provider",
    "OIDC_NAME": "what the sign-in page calls the OpenID provider",
    "OIDC_SECOND_FACTOR": "on where the OpenID provider itself asks everybody for a second factor",
    "CACHE_URL": "a Redis or Valkey that keeps answers, as redis://user:password@host:6379/0; else memory does",
    "METRICS_TOKEN": "what Prometheus shows to read /metrics, 32 characters or more; without it there is no such page",
    "LOG_FORMAT": "line for people; json for one JSON object a line, with one line a request",
    "DEBUG": "on for a developer's own machine only",
}

A_DAY = 24 * 3600  # seconds; an answer of yesterday is never asked for
CACHES = {"redis": "redis", "rediss": "rediss", "valkey": "redis", "valkeys": "rediss"}  # how the library calls each
env = environ.Env()


def required(name):
    """The value of an environment variable that has no safe default.

    Raises ImproperlyConfigured, with the mend, where it is missing or empty.
    """
    value = env.str(name, default="")
    if not value:
        raise ImproperlyConfigured(
            f"{name} is not set. It is needed: {SETTINGS[name]}. "
            "script/server sets it for you; by hand, set it in the environment and start again."
        )
    return value


def number(name, default):
    """A whole number of 0 or more from the environment; anything else is refused with the mend."""
    value = env.str(name, default=str(default)).strip()
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name} is {value!r}. Set it to a whole number of 0 or more: {SETTINGS[name]}.")
    return int(value)


def switch(name, default="off"):
    """True or False from the environment; anything but on/off, true/false, yes/no, 1/0 is refused with the mend."""
    value = env.str(name, default=default).strip().lower()
    words = {"on": True, "true": True, "yes": True, "1": True, "off": False, "false": False, "no": False, "0": False}
    if value not in words:
        raise ImproperlyConfigured(f"{name} is {value!r}. Set it to on or off: {SETTINGS[name]}.")
    return words[value]


def choice(name, values):
    """One of `values` from the environment, the first unless it is set; anything else is refused with the mend."""
    value = env.str(name, default="").strip().lower() or values[0]
    if value not in values:
        raise ImproperlyConfigured(f"{name} is {value!r}. Set it to {' or '.join(values)}: {SETTINGS[name]}.")
    return value


def token(name):
    """A secret of 32 characters or more from the environment, or nothing; a shorter one is refused and not told."""
    value = env.str(name, default="").strip()
    if value and len(value) < 32:
        raise ImproperlyConfigured(f"{name} is too short to be a secret. Set it to what it is: {SETTINGS[name]}.")
    return value


def mailbox(name):
    """An e-mail address from the environment, or nothing; anything else is refused with the mend."""
    value = env.str(name, default="").strip()
    if value:
        try:
            validate_email(value)
        except ValidationError:
            raise ImproperlyConfigured(f"{name} is {value!r}. Set it to an e-mail address: {SETTINGS[name]}.") from None
    return value


def database(url):
    """Django's database settings from `DATABASE_URL`; anything but PostgreSQL is refused with the mend."""
    if not url.startswith(("postgres://", "postgresql://")):
        raise ImproperlyConfigured(
            f"DATABASE_URL must begin with postgres://. It is needed: {SETTINGS['DATABASE_URL']}."
        )
    read = environ.Env.db_url_config(url, engine="violence_plan.database")
    return read | {
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "LIMITED": switch("DATABASE_LIMITS", default="on"),
        # Seconds, and milliseconds: a server that is gone without a word is given up.
        "OPTIONS": {"connect_timeout": 3, "tcp_user_timeout": 5000} | read.get("OPTIONS", {}),
    }


def cache_of_answers():
    """Django's settings of the cache that answers are kept in: the one of `CACHE_URL`, else the worker's own memory.

    Raises ImproperlyConfigured, with the mend, where the address is none of Redis or Valkey.
    """
    url = env.str("CACHE_URL", default="").strip()
    if not url:
        return {
            "BACKEND": "violence_plan.kept.memory.BoundedMemory",
            "LOCATION": "kept",
            "TIMEOUT": A_DAY,
            "OPTIONS": {"MAX_ENTRIES": 2000, "MAX_BYTES": 64 * 1024 * 1024},
        }
    scheme, separator, rest = url.partition("://")
    try:
        parts = urlsplit(url)
        known = scheme in CACHES and parts.hostname and (parts.port or 1) and re.fullmatch(r"/?\d*", parts.path)
    except ValueError:
        known = False
    if not known:
        raise ImproperlyConfigured(
            "CACHE_URL must name a server, as redis://host:6379/0; it may begin with redis, rediss, valkey or valkeys. "
            f"It is: {SETTINGS['CACHE_URL']}."
        )
    return {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": CACHES[scheme] + separator + rest,
        "KEY_PREFIX": "violence-plan",
        "TIMEOUT": A_DAY,
        "OPTIONS": {
            "serializer": "violence_plan.kept.store.AsBytes",
            "socket_connect_timeout": 0.5,  # seconds; a page is not to wait for what only makes it quicker
            "socket_timeout": 0.5,
        },
    }


def mail_server(sender):
    """Django's e-mail settings from `EMAIL_URL`, or none; mail goes out as `sender`. Refuses with the mend."""
    url = env.str("EMAIL_URL", default="").strip()
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    if urlsplit(url).scheme not in environ.Env.EMAIL_SCHEMES:
        raise ImproperlyConfigured(
            f"EMAIL_URL must begin with smtp+tls://, smtp+ssl:// or smtp://. It is: {SETTINGS['EMAIL_URL']}."
        )
    if not sender:
        raise ImproperlyConfigured("EMAIL_URL is set, but not CONTACT_EMAIL, which mail is sent from. Set it too.")
    return environ.Env.email_url_config(url) | {"EMAIL_TIMEOUT": 10}


def openid_app():
    """How allauth reaches the OpenID provider of `OIDC_ISSUER`, or None where there is none. Refuses with the mend."""
    issuer = env.str("OIDC_ISSUER", default="").strip().rstrip("/")
    if not issuer:
        return None
    parts = urlsplit(issuer)
    if not parts.hostname or (parts.scheme, parts.hostname) not in {("https", parts.hostname), ("http", "localhost")}:
        raise ImproperlyConfigured(
            f"OIDC_ISSUER is {issuer!r}. It must begin with https://: {SETTINGS['OIDC_ISSUER']}."
        )
    return {
        "provider_id": "oidc",
        "name": env.str("OIDC_NAME", default="").strip() or parts.hostname,
        "client_id": required("OIDC_CLIENT_ID"),
        "secret": required("OIDC_CLIENT_SECRET"),
        "settings": {"server_url": issuer, "oauth_pkce_enabled": True},
    }
