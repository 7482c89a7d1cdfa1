"""Files between preview and confirmation."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tables import models
from tables.models import Upload
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def keep(user, name="a.csv"):
    """An upload of a small table."""
    return Upload.objects.keep(user=user, file=SimpleUploadedFile(name, b"name\n"))


def test_a_file_is_its_owners_for_a_day():
    owner = make_user()
    upload = keep(owner)
    assert str(upload) == "a.csv"
    assert list(Upload.objects.of(owner)) == [upload]
    assert not Upload.objects.of(make_user()).exists()
    Upload.objects.update(uploaded_at=timezone.now() - timedelta(days=1))
    assert not Upload.objects.of(owner).exists()


def test_what_nobody_confirms_is_forgotten_after_a_day():
    old, young = keep(make_user()), keep(make_user())
    Upload.objects.filter(pk=old.pk).update(uploaded_at=timezone.now() - timedelta(days=2))
    new = keep(make_user())
    assert set(Upload.objects.all()) == {young, new}


@pytest.mark.parametrize(("limit", "most"), [("MOST", 2), ("MOST_BYTES", 10)])
def test_who_uploads_too_much_loses_the_oldest(monkeypatch, limit, most):
    monkeypatch.setattr(models, limit, most)
    owner, other = make_user(), keep(make_user())
    first, second, third = keep(owner), keep(owner), keep(owner)
    assert set(Upload.objects.all()) == {other, second, third}
    assert first.pk not in {upload.pk for upload in Upload.objects.of(owner)}
