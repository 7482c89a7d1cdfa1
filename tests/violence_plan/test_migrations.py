"""A new database is made by squashed migrations, an older one goes on with those they replace: both end alike."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations import CreateModel, RunSQL
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.writer import MigrationWriter
from pghistory import runtime

APPS = ["accounts", "actions", "partners", "principles"]


@pytest.fixture(scope="module")
def loader():
    """Every migration there is, the replaced ones too."""
    return MigrationLoader(None, replace_migrations=False)


def squashed(loader, app):
    [migration] = [found for (of, _), found in loader.disk_migrations.items() if of == app and found.replaces]
    return migration


def test_no_statement_is_read_for_parameters_by_the_commands_context(loader):
    # It puts parameters before each statement that does not begin as these do, so that a % would be one of them.
    statements = [
        statement
        for migration in loader.disk_migrations.values()
        for operation in migration.operations
        if isinstance(operation, RunSQL) and isinstance(operation.sql, str)
        for statement in connection.ops.prepare_sql_script(operation.sql)
    ]
    assert [each for each in statements if "%" in each and not runtime._is_ignored_statement(each)] == []


def left_to_do():
    executor = MigrationExecutor(connection)
    return [f"{migration.app_label}.{migration.name}" for migration, _ in executor.migration_plan(leaves(executor))]


def leaves(executor):
    return executor.loader.graph.leaf_nodes()


def created_by(migrations):
    """The statements written by hand that create something; the others were for rows that stood before."""
    statements = [
        operation.sql for migration in migrations for operation in migration.operations if isinstance(operation, RunSQL)
    ]
    return [sql for sql in statements if sql.lstrip().startswith("CREATE")]


def written(model):
    """All that migrations know of a model: fields in the order of its columns, constraints, indexes, triggers."""
    options = dict(sorted(model.options.items()))
    operation = CreateModel(model.name, list(model.fields.items()), options, model.bases, model.managers)
    return MigrationWriter.serialize(operation)


@pytest.mark.django_db
def test_models_are_what_the_migrations_make():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


@pytest.mark.parametrize("app", APPS)
def test_a_squashed_migration_ends_as_the_last_it_replaces(loader, app):
    migration = squashed(loader, app)
    new, old = (
        {key: written(model) for key, model in loader.project_state(node).models.items() if key[0] == app}
        for node in [(app, migration.name), migration.replaces[-1]]
    )
    assert new == old


@pytest.mark.parametrize("app", APPS)
def test_a_squashed_migration_creates_by_hand_what_those_it_replaces_do(loader, app):
    migration = squashed(loader, app)
    replaced = [loader.disk_migrations[key] for key in migration.replaces]
    created = created_by([migration])
    assert created == created_by(replaced)
    assert created


@pytest.mark.django_db
def test_a_database_of_the_replaced_migrations_has_nothing_to_do(loader):
    recorder = MigrationRecorder(connection)
    for app in APPS:
        recorder.record_unapplied(app, squashed(loader, app).name)
    assert left_to_do() == []
    executor = MigrationExecutor(connection)
    executor.migrate(leaves(executor))
    assert {(app, squashed(loader, app).name) for app in APPS} <= recorder.applied_migrations().keys()


@pytest.mark.django_db
def test_a_database_of_some_of_the_replaced_migrations_goes_on_with_those(loader):
    recorder = MigrationRecorder(connection)
    for app in APPS:
        recorder.record_unapplied(app, squashed(loader, app).name)
    for name in ["0008_former_themes", "0009_revisions", "0010_search_entries", "0011_theme_uid"]:
        recorder.record_unapplied("actions", name)
    replaced = [name for _, name in squashed(loader, "accounts").replaces]
    later = sorted(name for app, name in loader.disk_migrations if app == "accounts" and name > replaced[-1])
    for name in [*replaced, *later]:
        recorder.record_unapplied("accounts", name)
    assert left_to_do() == [
        "actions.0008_former_themes",
        "actions.0009_revisions",
        "actions.0010_search_entries",
        "actions.0011_theme_uid",
        "accounts.0001_squashed_0008_requests_counted",
        *(f"accounts.{name}" for name in later),
    ]
