"""Every node has one secret key: the first start says which, and another is refused in words."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from violence_plan.models import SecretKeyDigest
from violence_plan.nodes.secret_key import OtherKeyError, digest, hold_to_secret_key

pytestmark = pytest.mark.django_db

ONE, OTHER = "one-" * 15, "other-" * 10


def change():
    output = StringIO()
    call_command("change_secret_key", stdout=output)
    return output.getvalue()


def test_another_key_is_refused_with_its_mend(settings):
    settings.SECRET_KEY = ONE
    hold_to_secret_key()
    settings.SECRET_KEY = OTHER
    with pytest.raises(OtherKeyError, match="Every node has to have the same: .* run script/manage change_secret_key"):
        hold_to_secret_key()
    settings.SECRET_KEY = ONE
    hold_to_secret_key()


def test_a_start_with_another_key_ends_with_these_words(settings, monkeypatch):
    settings.SECRET_KEY = ONE
    hold_to_secret_key()
    settings.SECRET_KEY = OTHER
    called = []
    monkeypatch.setattr(
        "violence_plan.management.commands.prepare.call_command", lambda name, **options: called.append(name)
    )
    with pytest.raises(CommandError, match="SECRET_KEY is not the one"):
        call_command("prepare", stdout=StringIO())
    assert called == ["migrate"]


def test_nothing_of_the_key_is_in_the_database(settings):
    settings.SECRET_KEY = ONE
    hold_to_secret_key()
    [kept] = SecretKeyDigest.objects.all()
    assert kept.digest == digest()
    assert "one" not in kept.digest
    assert str(kept).startswith("since ")


def test_the_key_is_changed_on_purpose(settings):
    settings.SECRET_KEY = ONE
    assert change() == "Nothing changed: it is the key that this portal has.\n"
    hold_to_secret_key()
    settings.SECRET_KEY = OTHER
    assert change().startswith("Changed. Every node starts with this key alone.")
    hold_to_secret_key()
    settings.SECRET_KEY = ONE
    with pytest.raises(OtherKeyError):
        hold_to_secret_key()
