"""The rule that no row holds redacted words, as migrations know it."""

import pytest
from django.db import connection

from actions.models import FormerSlug, Theme
from history.redaction.constraint import NoRedactedWords, texts


def constraint_of(model):
    [found] = [each for each in model._meta.constraints if isinstance(each, NoRedactedWords)]
    return found


def test_only_texts_that_somebody_wrote_are_redacted():
    assert [field.name for field in texts(Theme)] == ["title", "text", "objective"]
    assert texts(FormerSlug) == []


def test_it_is_another_where_a_column_is_added():
    found = constraint_of(Theme)
    assert found.columns == {"texts": ("title", "text", "objective"), "slugs": (), "past_slugs": ("slug",)}
    assert constraint_of(FormerSlug).columns == {"texts": (), "slugs": ("slug",), "past_slugs": ("slug",)}
    assert found == found.clone()
    assert found != NoRedactedWords(name=found.name, texts=["title", "text"], past_slugs=["slug"])
    assert found != "actions_theme_not_redacted"


@pytest.mark.django_db
def test_it_is_made_with_a_new_table_and_taken_away():
    found = constraint_of(Theme)
    with connection.schema_editor(collect_sql=True) as editor:
        editor.deferred_sql.clear()
        assert found.constraint_sql(Theme, editor) is None
        [made] = [str(statement) for statement in editor.deferred_sql]
        editor.deferred_sql.clear()
        gone = str(found.remove_sql(Theme, editor))
    assert "history_refuse_redacted('title,text,objective', '', 'slug')" in made
    assert gone == 'DROP TRIGGER actions_theme_not_redacted ON "actions_theme"'
