"""Settings come from the environment and say what to do where they are wrong."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from violence_plan import settings as as_written
from violence_plan.variables import (
    cache_of_answers,
    choice,
    database,
    mail_server,
    mailbox,
    number,
    openid_app,
    required,
    switch,
    token,
)

SERVED = {
    "SECRET_KEY": "fifty-random-characters-or-more-are-what-a-key-needs-9f8e7d",
    "DATABASE_URL": "postgres://reader:pass@db.example:5432/plans",
}


def manage(*arguments, **environment):
    """Run a management command in a fresh process with only this environment; give (exit code, what it said)."""
    run = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return run.returncode, run.stdout + run.stderr


@pytest.mark.parametrize("name", ["SECRET_KEY", "DATABASE_URL"])
def test_a_missing_setting_is_named_with_its_mend(name):
    code, said = manage("check", **{key: value for key, value in SERVED.items() if key != name})
    assert code != 0
    assert f"{name} is not set. It is needed:" in said
    assert "script/server sets it for you; by hand, set it in the environment and start again." in said


def test_an_empty_setting_is_missing(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "")
    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY is not set"):
        required("SECRET_KEY")


@pytest.mark.parametrize("value", ["maybe", "2", ""])
def test_a_switch_is_on_or_off(monkeypatch, value):
    monkeypatch.setenv("SECURE_TLS", value)
    with pytest.raises(ImproperlyConfigured, match=f"SECURE_TLS is '{value}'. Set it to on or off"):
        switch("SECURE_TLS")


@pytest.mark.parametrize(
    ("value", "expected"), [("on", True), ("TRUE", True), ("1", True), ("off", False), ("no", False)]
)
def test_a_switch_reads_the_usual_words(monkeypatch, value, expected):
    monkeypatch.setenv("SECURE_TLS", value)
    assert switch("SECURE_TLS") is expected


@pytest.mark.parametrize("value", ["-1", "one", "1.5"])
def test_a_number_is_whole(monkeypatch, value):
    monkeypatch.setenv("TRUSTED_PROXIES", value)
    with pytest.raises(ImproperlyConfigured, match="Set it to a whole number of 0 or more"):
        number("TRUSTED_PROXIES", default=0)


def test_a_number_is_read(monkeypatch):
    monkeypatch.setenv("TRUSTED_PROXIES", "2")
    assert number("TRUSTED_PROXIES", default=0) == 2


def test_a_token_is_long_and_is_not_told(monkeypatch):
    monkeypatch.setenv("METRICS_TOKEN", "secret")
    with pytest.raises(ImproperlyConfigured, match="METRICS_TOKEN is too short to be a secret.") as refusal:
        token("METRICS_TOKEN")
    assert "secret'" not in str(refusal.value)
    monkeypatch.setenv("METRICS_TOKEN", "s" * 32)
    assert token("METRICS_TOKEN") == "s" * 32


def test_a_choice_is_one_of_those_there_are(monkeypatch):
    monkeypatch.setenv("LOG_FORMAT", "xml")
    with pytest.raises(ImproperlyConfigured, match="LOG_FORMAT is 'xml'. Set it to line or json: line for people"):
        choice("LOG_FORMAT", ["line", "json"])


@pytest.mark.parametrize(("value", "expected"), [("", "line"), (" JSON ", "json")])
def test_a_choice_is_read(monkeypatch, value, expected):
    monkeypatch.setenv("LOG_FORMAT", value)
    assert choice("LOG_FORMAT", ["line", "json"]) == expected


@pytest.mark.parametrize("value", ["the council", "plan@", "a@b.example, c@d.example", "a@b.example\nBcc: c"])
def test_a_mailbox_is_one_address(monkeypatch, value):
    monkeypatch.setenv("CONTACT_EMAIL", value)
    with pytest.raises(ImproperlyConfigured, match="Set it to an e-mail address: where mail about the portal goes"):
        mailbox("CONTACT_EMAIL")


@pytest.mark.parametrize(("value", "expected"), [(" plan@anytown.example ", "plan@anytown.example"), ("", "")])
def test_a_mailbox_is_read(monkeypatch, value, expected):
    monkeypatch.setenv("CONTACT_EMAIL", value)
    assert mailbox("CONTACT_EMAIL") == expected


@pytest.mark.parametrize("url", ["sqlite:///plan.db", "mysql://u:p@h/db", "plans"])
def test_only_postgres_will_do(url):
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL must begin with postgres://"):
        database(url)


def test_the_served_configuration_passes_djangos_own_checks():
    code, said = manage("check", "--deploy", "--fail-level", "WARNING", **SERVED)
    assert (code, said) == (0, "System check identified no issues (4 silenced).\n")


def test_with_tls_only_what_binds_others_too_is_silenced():
    code, said = manage("check", "--deploy", "--fail-level", "WARNING", SECURE_TLS="on", **SERVED)
    assert (code, said) == (0, "System check identified no issues (2 silenced).\n")


def test_one_switch_brings_all_that_tls_brings():
    shown = "from django.conf import settings as s; print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, "
    shown += "s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS, s.SILENCED_SYSTEM_CHECKS)"
    said = {tls: manage("shell", "--no-imports", "-c", shown, SECURE_TLS=tls, **SERVED)[1] for tls in ("off", "on")}
    assert said == {
        "off": "False False False 0 ['security.W004', 'security.W008', 'security.W012', 'security.W016']\n",
        "on": "True True True 3600 ['security.W005', 'security.W021']\n",
    }


def test_browsers_are_told_to_insist_on_https_as_long_and_as_widely_as_was_chosen():
    shown = "from django.conf import settings as s; print(s.SECURE_HSTS_SECONDS, s.SECURE_HSTS_INCLUDE_SUBDOMAINS, "
    shown += "s.SECURE_HSTS_PRELOAD)"
    chosen = {"HSTS_SECONDS": "31536000", "HSTS_SUBDOMAINS": "on", "HSTS_PRELOAD": "on"}
    with_tls, without = (
        manage("shell", "--no-imports", "-c", shown, SECURE_TLS=tls, **chosen, **SERVED)[1] for tls in ("on", "off")
    )
    assert (with_tls, without) == ("31536000 True True\n", "0 False False\n")


def test_no_proxy_is_trusted_by_default():
    shown = "from django.conf import settings as s; print(s.SECURE_PROXY_SSL_HEADER)"
    assert manage("shell", "--no-imports", "-c", shown, **SERVED) == (0, "None\n")
    behind_one = manage("shell", "--no-imports", "-c", shown, TRUSTED_PROXIES="1", **SERVED)
    assert behind_one == (0, "('HTTP_X_FORWARDED_PROTO', 'https')\n")


def test_the_second_factor_is_asked_for_unless_it_is_switched_off():
    shown = "from django.conf import settings as s; print(s.SECOND_FACTOR, s.OIDC_SECOND_FACTOR)"
    assert manage("shell", "--no-imports", "-c", shown, **SERVED) == (0, "True False\n")
    assert manage("shell", "--no-imports", "-c", shown, SECOND_FACTOR="off", **SERVED) == (0, "False False\n")


def test_without_a_mail_server_no_mail_is_sent(monkeypatch):
    monkeypatch.delenv("EMAIL_URL", raising=False)
    assert mail_server(sender="") == {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}


@pytest.mark.parametrize(
    ("url", "sender", "mend"),
    [
        ("mail.example.org", "plan@anytown.example", "EMAIL_URL must begin with smtp"),
        (
            "smtp://mail.example.org",
            "",
            "EMAIL_URL is set, but not CONTACT_EMAIL, which mail is sent from. Set it too.",
        ),
    ],
)
def test_a_mail_server_is_one_and_has_a_sender(monkeypatch, url, sender, mend):
    monkeypatch.setenv("EMAIL_URL", url)
    with pytest.raises(ImproperlyConfigured, match=mend):
        mail_server(sender)


def test_a_mail_server_is_read(monkeypatch):
    monkeypatch.setenv("EMAIL_URL", "smtp+tls://user:pass@mail.example.org:587")
    found = mail_server("plan@anytown.example")
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"], found["EMAIL_USE_TLS"]) == ("mail.example.org", 587, True)


@pytest.mark.parametrize("issuer", ["http://login.example.org", "login.example.org", "https://", "ftp://localhost"])
def test_an_openid_provider_is_reached_by_https(monkeypatch, issuer):
    monkeypatch.setenv("OIDC_ISSUER", issuer)
    with pytest.raises(ImproperlyConfigured, match="It must begin with https://"):
        openid_app()


def test_an_openid_provider_knows_the_portal_by_name_and_secret(monkeypatch):
    monkeypatch.setenv("OIDC_ISSUER", "https://login.example.org")
    with pytest.raises(ImproperlyConfigured, match="OIDC_CLIENT_ID is not set"):
        openid_app()
    monkeypatch.setenv("OIDC_CLIENT_ID", "plan")
    with pytest.raises(ImproperlyConfigured, match="OIDC_CLIENT_SECRET is not set"):
        openid_app()


@pytest.mark.parametrize("issuer", ["https://login.example.org/", "http://localhost:8080"])
def test_an_openid_provider_is_read(monkeypatch, issuer):
    given = {"OIDC_ISSUER": issuer, "OIDC_CLIENT_ID": "plan", "OIDC_CLIENT_SECRET": "secret"}
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    assert openid_app()["settings"]["server_url"] == issuer.rstrip("/")
    assert openid_app()["name"] in issuer
    monkeypatch.setenv("OIDC_NAME", "Anytown account")
    assert openid_app()["name"] == "Anytown account"


def test_without_an_issuer_there_is_no_openid_provider(monkeypatch):
    monkeypatch.delenv("OIDC_ISSUER", raising=False)
    assert openid_app() is None


def test_passwords_are_hashed_as_slowly_as_django_does():
    assert not hasattr(as_written, "PASSWORD_HASHERS")  # only the tests' own are hashed quickly


@pytest.mark.parametrize(
    "value",
    [
        "localhost:6379",
        "memcached://secret@localhost",
        "redis://",
        "redis:///0",
        "redis://localhost:port",
        "redis://localhost:99999",
        "redis://localhost/zero",
        "redis://[::1",
    ],
)
def test_a_cache_that_is_none_of_redis_or_valkey_is_refused_and_not_told(monkeypatch, value):
    monkeypatch.setenv("CACHE_URL", value)
    with pytest.raises(ImproperlyConfigured, match="CACHE_URL must name a server, as redis://host:6379/0;") as refusal:
        cache_of_answers()
    assert "secret" not in str(refusal.value)


@pytest.mark.parametrize(
    ("value", "location"),
    [
        ("redis://localhost", "redis://localhost"),
        ("valkey://me:secret@cache.example:6380/2", "redis://me:secret@cache.example:6380/2"),
        ("rediss://cache.example/", "rediss://cache.example/"),
        ("valkeys://cache.example:6380/0", "rediss://cache.example:6380/0"),
    ],
)
def test_a_cache_of_redis_or_valkey_is_asked_for_no_longer_than_a_page_can_wait(monkeypatch, value, location):
    monkeypatch.setenv("CACHE_URL", value)
    cache = cache_of_answers()
    assert (cache["BACKEND"], cache["LOCATION"]) == ("django.core.cache.backends.redis.RedisCache", location)
    assert cache["OPTIONS"]["socket_timeout"] <= 1


def test_without_a_cache_each_worker_keeps_answers_in_its_own_memory(monkeypatch):
    monkeypatch.delenv("CACHE_URL", raising=False)
    assert cache_of_answers()["BACKEND"] == "violence_plan.kept.memory.BoundedMemory"
