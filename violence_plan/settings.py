"""Every setting of the portal, each read from the environment or fixed here with its reason.

`SETTINGS` is what may be set from outside: name, default and meaning. README documents the same names, and a test
holds the two together. A missing or wrong value stops the start with a sentence that says what to do.
"""

from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

from tables.formats import CSV, XLSX

BASE_DIR = Path(__file__).resolve().parent.parent

SETTINGS = {
    "DATABASE_URL": "PostgreSQL 14 or newer, as postgres://user:password@host:5432/name",
    "SECRET_KEY": "at least 50 random characters; changing it signs everyone out",
    "ALLOWED_HOSTS": "host names this portal answers to, separated by commas",
    "SECURE_TLS": "on once the portal is reached by https only: secure cookies, HSTS and the redirect from http",
    "TRUSTED_PROXIES": "number of proxies in front whose X-Forwarded-* headers are believed",
    "CONTACT_NAME": "who runs the portal, as its error pages and accessibility statement say",
    "CONTACT_EMAIL": "where mail about the portal goes, as the same pages say",
    "DEBUG": "on for a developer's own machine only",
}

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


def switch(name):
    """True or False from the environment; anything but on/off, true/false, yes/no, 1/0 is refused with the mend."""
    value = env.str(name, default="off").strip().lower()
    words = {"on": True, "true": True, "yes": True, "1": True, "off": False, "false": False, "no": False, "0": False}
    if value not in words:
        raise ImproperlyConfigured(f"{name} is {value!r}. Set it to on or off: {SETTINGS[name]}.")
    return words[value]


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
    return environ.Env.db_url_config(url) | {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}


DEBUG = switch("DEBUG")
SECRET_KEY = required("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[]) or ["localhost", "127.0.0.1", "[::1]"]
DATABASES = {"default": database(required("DATABASE_URL"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "violence_plan",
    "accounts",
    "actions",
    "partners",
    "principles",
    "history",
    "pghistory",
    "pgtrigger",
    "violence_plan.admin_app.OfficersAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "csp",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "import_export",
]

MIDDLEWARE = [
    # These two come first, so that static files, redirects and refusals have their headers too.
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "violence_plan.middleware.CompressedAnswers",
    "violence_plan.middleware.private_answers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "violence_plan.middleware.ReadOnlyPages",
    "violence_plan.middleware.RateLimits",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "history.middleware.ChangesByRequests",
    "django.contrib.messages.middleware.MessageMiddleware",
]

# Who changed what is kept in tables that nobody can change or empty; reading writes nothing, so it needs no context.
PGHISTORY_BASE_MODEL = "history.models.Event"
PGHISTORY_APPEND_ONLY = True
PGHISTORY_MIDDLEWARE_METHODS = ("POST", "PUT", "PATCH", "DELETE")

ROOT_URLCONF = "violence_plan.urls"
WSGI_APPLICATION = "violence_plan.wsgi.application"
ASGI_APPLICATION = "violence_plan.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "violence_plan.context_processors.current_plan",
                "violence_plan.context_processors.addresses",
            ]
        },
    }
]

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "var" / "static"
STATICFILES_DIRS = [BASE_DIR / "static", BASE_DIR / "var" / "assets"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
# Only what has its hash in its name is asked for; keeping the plain copies too would triple what is compressed.
WHITENOISE_KEEP_ONLY_HASHED_FILES = not DEBUG
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["map", "png", "jpg", "gif", "ico", "gz", "br", "woff", "woff2"]
MEDIA_ROOT = BASE_DIR / "var" / "uploads"

# What waits for TLS waits for one switch: over plain http these would lock everyone out.
SECURE_TLS = switch("SECURE_TLS")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = SECURE_TLS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if SECURE_TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE_TLS
SILENCED_SYSTEM_CHECKS = [] if SECURE_TLS else ["security.W004", "security.W008", "security.W012", "security.W016"]
# The load balancer asks /healthz and /readyz by plain http from inside, so these two are not redirected.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]

TRUSTED_PROXIES = number("TRUSTED_PROXIES", default=0)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
USE_X_FORWARDED_HOST = False

CONTACT_NAME = env.str("CONTACT_NAME", default="").strip()
CONTACT_EMAIL = mailbox("CONTACT_EMAIL")

LOGIN_REDIRECT_URL = "admin:index"  # where an officer is led who signs in from nowhere, or to an address not ours
SESSION_ENGINE = "violence_plan.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 3600
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# Tables come in and go out in two formats, all rows or none, for those who may change, or view, the rows themselves.
IMPORT_EXPORT_FORMATS = [CSV, XLSX]
IMPORT_EXPORT_USE_TRANSACTIONS = True
IMPORT_EXPORT_IMPORT_PERMISSION_CODE = "change"
IMPORT_EXPORT_EXPORT_PERMISSION_CODE = "view"

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_FILTER_BACKENDS": ["violence_plan.api.parameters.KnownParameters"],
    "DEFAULT_PAGINATION_CLASS": "violence_plan.api.pages.Pages",
    "DEFAULT_VERSIONING_CLASS": None,
    "EXCEPTION_HANDLER": "violence_plan.api.problems.answer_problem",
    "URL_FORMAT_OVERRIDE": None,  # else ?format= would be a parameter that no endpoint knows of
}

SPECTACULAR_SETTINGS = {
    "TITLE": "Violence plan",
    "DESCRIPTION": (
        "The violence-reduction plans of a partnership: strategies, actions, who leads them and which principles they "
        "serve. Open to all, read-only, without a key.\n\n"
        "A text that a plan does not give is an empty string; a date, or the name of another row, is null. "
        "An unknown parameter or a value that means nothing is a 400 that names it, never a silent full list."
    ),
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.1",
    "AUTHENTICATION_WHITELIST": [],  # open data needs none; an officer's session is for this portal's own pages
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SORT_OPERATION_PARAMETERS": False,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "TAGS": [
        {"name": "start", "description": "Where everything is."},
        {"name": "plans", "description": "Published documents."},
        {"name": "strategies", "description": "The parts of a plan, each with its own owner."},
        {"name": "actions", "description": "What a plan promises, row by row."},
        {"name": "partners", "description": "Who leads: organisations, teams, boards, posts, named officers."},
        {"name": "principles", "description": "What the actions are to serve."},
        {"name": "alignment", "description": "Which principles each strategy serves, every zero shown."},
        {"name": "schema", "description": "This description."},
    ],
    "ENUM_NAME_OVERRIDES": {
        "PartnerKind": "partners.models.Partner.Kind",
        "PrincipleKind": "principles.models.Principle.Kind",
        "ActionKind": "actions.models.Action.Kind",
        "SourceNoteKind": "actions.models.SourceNote.Kind",
        "Basis": "actions.models.Alignment.Basis",
        "LeadRole": "actions.models.Lead.Role",
        "PlanAccess": "actions.models.Access",
        "Publication": "actions.models.Publication",
        "Status": "actions.filters.STATUSES",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "violence_plan.api.description.complete",
    ],
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
