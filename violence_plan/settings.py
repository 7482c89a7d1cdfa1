"""Every setting of the portal, each read from the environment (`variables.py`) or fixed here with its reason."""

from pathlib import Path

from tables.formats import CSV, XLSX
from violence_plan.serving import log_lines
from violence_plan.variables import (
    cache_of_answers,
    choice,
    database,
    env,
    mail_server,
    mailbox,
    number,
    openid_app,
    required,
    switch,
    token,
)

BASE_DIR = Path(__file__).resolve().parent.parent

DEBUG = switch("DEBUG")
SECRET_KEY = required("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[]) or ["localhost", "127.0.0.1", "[::1]"]
DATABASES = {"default": database(required("DATABASE_URL"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "violence_plan",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "actions",
    "partners",
    "principles",
    "tables",
    "history",
    "pghistory",
    "pgtrigger",
    "violence_plan.admin_app.OfficersAdminConfig",
    "django.contrib.auth",
    "accounts",  # after allauth and auth, whose tables it takes out of the admin
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
    "violence_plan.http.request_log.request_log",
    "violence_plan.http.metrics.metrics",
    # Before whatever asks the database.
    "violence_plan.http.database_limits.database_limits",
    "violence_plan.middleware.compressed_answers",
    "violence_plan.http.permissions_policy.permissions_policy",
    "violence_plan.http.query_string.known_parameters",
    # Above all others: what is kept has their headers already, and is given to strangers without asking who they are.
    "violence_plan.kept.middleware.KeptAnswers",
    # These two come next, so that static files, redirects and refusals have their headers too.
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "violence_plan.cross_origin.cross_origin",
    # Before whatever answers: each answer is counted. KeptAnswers counts what it gives by itself.
    "violence_plan.middleware.RateLimits",
    "violence_plan.middleware.private_answers",
    "violence_plan.http.query_string.refused_parameters",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "violence_plan.middleware.ReadOnlyPages",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "violence_plan.middleware.key_holders",
    "accounts.kept.KeptForms",
    "violence_plan.http.page_queue.queued_people",
    "violence_plan.http.database_limits.OnlyReading",
    "violence_plan.public_view.PublicView",
    "history.middleware.ChangesByRequests",
    "violence_plan.middleware.RefusedWrites",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.SecondFactor",
    # The last: what it lets be read from the past is a page's own content, nothing of who asks.
    "violence_plan.past_pages.PastPages",
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
                "violence_plan.context_processors.past",
            ]
        },
    }
]

AUTHENTICATION_BACKENDS = ["accounts.backends.SignIn"]
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
        else "violence_plan.http.static_files.ManifestStaticFiles"
    },
}
# Only what has its hash in its name is asked for; keeping the plain copies too would triple what is compressed.
WHITENOISE_KEEP_ONLY_HASHED_FILES = not DEBUG
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["map", "png", "jpg", "gif", "ico", "gz", "br", "woff", "woff2"]

# What waits for TLS waits for one switch: over plain http these would lock everyone out.
SECURE_TLS = switch("SECURE_TLS")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = SECURE_TLS
# Short at first: browsers hold on to it, and nothing takes it back. For subdomains, others have to speak.
SECURE_HSTS_SECONDS = number("HSTS_SECONDS", default=3600) if SECURE_TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_TLS and switch("HSTS_SUBDOMAINS")
SECURE_HSTS_PRELOAD = SECURE_TLS and switch("HSTS_PRELOAD")
# Whether subdomains and browsers' own lists are bound too is for whoever runs the portal to say.
SILENCED_SYSTEM_CHECKS = (
    ["security.W005", "security.W021"]
    if SECURE_TLS
    else ["security.W004", "security.W008", "security.W012", "security.W016"]
)
# The load balancer asks /healthz and /readyz by plain http from inside, so these two are not redirected.
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]

TRUSTED_PROXIES = number("TRUSTED_PROXIES", default=0)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
USE_X_FORWARDED_HOST = False

# What programs pull, in requests a minute; 0: no limit.
RATE_LIMIT = number("RATE_LIMIT", default=600)
RATE_LIMIT_WITH_KEY = number("RATE_LIMIT_WITH_KEY", default=3000)
PAGE_LIMIT = number("PAGE_LIMIT", default=300)  # pages that had to be made anew

CONTACT_NAME = env.str("CONTACT_NAME", default="").strip()
CONTACT_EMAIL = mailbox("CONTACT_EMAIL")

globals().update(mail_server(sender=CONTACT_EMAIL))
SENDS_MAIL = bool(env.str("EMAIL_URL", default="").strip())
DEFAULT_FROM_EMAIL = SERVER_EMAIL = CONTACT_EMAIL or "webmaster@localhost"

CACHES = {
    # Tries to sign in are counted where all workers, of any number of machines, count together, without another server.
    "default": {"BACKEND": "violence_plan.database.cache.DatabaseCache", "LOCATION": "accounts_cache"},
    # A template that a developer changes is to be seen at once.
    "kept": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"} if DEBUG else cache_of_answers(),
}

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "account"
SECOND_FACTOR = switch("SECOND_FACTOR", default="on")
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an administrator gives the address, its owner cannot change it
ACCOUNT_FORMS = {"login": "accounts.forms.SignInForm", "reset_password": "accounts.forms.NewPasswordForm"}
MFA_FORMS = {
    "add_webauthn": "accounts.forms.AddPasskeyForm",
    "authenticate_webauthn": "accounts.forms.PasskeyForm",
    "login_webauthn": "accounts.forms.PasskeyAloneForm",
    "reauthenticate_webauthn": "accounts.forms.PasskeyAgainForm",
}
ACCOUNT_SESSION_REMEMBER = True  # for as long as sessions last at all
# Wrong passwords are counted by accounts/throttle.py; "login_failed" is left to codes of second factors.
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reset_password": "20/h/ip,3/h/key",
}
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
MFA_ADAPTER = "accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Violence Plan"
MFA_TOTP_TOLERANCE = 1  # half a minute that a telephone's clock may be wrong
SOCIALACCOUNT_ADAPTER = "accounts.adapters.OpenIDAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = False  # accounts/links.py does, once for each account
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app] if (app := openid_app()) else []}}
OIDC_SECOND_FACTOR = switch("OIDC_SECOND_FACTOR")
SESSION_ENGINE = "accounts.sessions"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_AGE = None  # it ends with the browser, not in a year
SESSION_COOKIE_AGE = 12 * 3600  # seconds from signing in, whatever is done in them
SESSION_IDLE_AGE = 3600  # seconds without a request
CSRF_FAILURE_VIEW = "accounts.kept.csrf_failure"
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
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.authentication.KeyAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_RENDERER_CLASSES": ["tables.json_text.QuickJSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "violence_plan.api.schema.Schema",
    "DEFAULT_FILTER_BACKENDS": ["violence_plan.api.parameters.KnownParameters"],
    "DEFAULT_PAGINATION_CLASS": "violence_plan.api.pages.Pages",
    "DEFAULT_VERSIONING_CLASS": None,
    "EXCEPTION_HANDLER": "violence_plan.api.problems.answer_problem",
    "URL_FORMAT_OVERRIDE": None,  # ?format= is read by lists alone, and refused by them where it is none
}

SPECTACULAR_SETTINGS = {
    "TITLE": "Violence plan",
    "DESCRIPTION": (
        "The violence-reduction plans of a partnership: strategies, actions, who leads them and which principles they "
        "serve. Open to all, read-only, without a key; a partner's key gives more at once.\n\n"
        "A text that a plan does not give is an empty string; a date, or the name of another row, is null. "
        "An unknown parameter or a value that means nothing is a 400 that names it, never a silent full list; "
        "a parameter with an empty value is one that was not given."
    ),
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.1",
    # Open data needs none; an officer's session is for this portal's own pages.
    "AUTHENTICATION_WHITELIST": ["accounts.authentication.KeyAuthentication"],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SORT_OPERATION_PARAMETERS": False,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "TAGS": [
        {"name": "start", "description": "Where everything is."},
        {"name": "plans", "description": "Published documents."},
        {"name": "strategies", "description": "The parts of a plan, each with its own owner."},
        {"name": "themes", "description": "The sub-headings that divide a strategy's table."},
        {"name": "actions", "description": "What a plan promises, row by row."},
        {"name": "partners", "description": "Who leads: organisations, teams, boards, posts, named officers."},
        {"name": "frameworks", "description": "Sets of principles that were published together."},
        {"name": "principles", "description": "What the actions are to serve."},
        {"name": "alignments", "description": "Which action or strategy serves which principle, and on whose word."},
        {"name": "milestones", "description": "What the actions are to reach in each period."},
        {"name": "indicators", "description": "What plans and strategies are measured by, with targets and actuals."},
        {"name": "measurements", "description": "The targets and actuals, one by one."},
        {"name": "updates", "description": "What was reported of the actions, and what that rests on."},
        {"name": "notes", "description": "What is odd in the printed plans, and what was done about it."},
        {"name": "glossary", "description": "What the acronyms of the plans stand for."},
        {"name": "alignment", "description": "Which principles each strategy serves, every zero shown."},
        {"name": "gaps", "description": "What a plan lacks: by exception only, each kind with its count and its rows."},
        {"name": "changes", "description": "What is new, changed or gone, for who keeps a copy."},
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
        "UpdateStatus": "actions.models.ProgressUpdate.Status",
        "UpdateDirection": "actions.models.ProgressUpdate.Direction",
        "IndicatorDirection": "actions.models.Indicator.Direction",
        "GlossaryBasis": "actions.models.GlossaryTerm.Basis",
        "AlignmentSubject": "actions.api.alignments.SUBJECTS",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "violence_plan.api.description.complete",
    ],
}

METRICS_TOKEN = token("METRICS_TOKEN")
LOG_FORMAT = choice("LOG_FORMAT", ["line", "json"])
LOGGING = log_lines.config(LOG_FORMAT)
