"""The write gate: what a person may bring a row of plan data to, held by the database below every door.

A trigger on each table asks who writes. Officers and administrators write everything, and so do commands and raw SQL,
which name no person. Anybody else is refused what is not his or hers, whichever page, form, import or restore it came
through: a new door cannot forget the rule. Who writes is the `user` of the history's context (`history/middleware.py`,
`acting_as`), which every statement that changes something carries to the database.
"""

from contextlib import contextmanager

import pghistory
from django.db import IntegrityError
from django.db.backends.ddl_references import Statement, Table
from django.db.models import BaseConstraint

UNPUBLISHED = ("draft", "in_review")
# Who writes in this statement: all that officers may, or the id of a person who may less. NULL where there is a person
# whom nobody knows. Roles are read once for each person and transaction.
CREATE_FUNCTIONS = """
CREATE FUNCTION history_writer(OUT writes_all boolean, OUT person bigint) LANGUAGE plpgsql AS $body$
DECLARE
    told text := nullif(current_setting('pghistory.context_metadata', true), '');
    known text := current_setting('history.writer', true);
BEGIN
    IF told IS NULL OR NOT told::jsonb ? 'user' THEN
        writes_all := true;
        RETURN;
    END IF;
    person := (told::jsonb ->> 'user')::bigint;
    IF known = person || ' all' OR known = person || ' own' THEN
        writes_all := known = person || ' all';
        RETURN;
    END IF;
    writes_all := EXISTS (
        SELECT 1 FROM auth_user u WHERE u.id = person AND u.is_active AND (u.is_superuser OR EXISTS (
            SELECT 1 FROM auth_user_groups m JOIN auth_group g ON g.id = m.group_id
            WHERE m.user_id = u.id AND g.name IN ('administrator', 'officer')
        ))
    );
    PERFORM set_config('history.writer', person || CASE WHEN writes_all THEN ' all' ELSE ' own' END, true);
END $body$;

CREATE FUNCTION history_has_role(person bigint, role text) RETURNS boolean LANGUAGE sql STABLE AS $body$
    SELECT EXISTS (
        SELECT 1 FROM auth_user u JOIN auth_user_groups m ON m.user_id = u.id JOIN auth_group g ON g.id = m.group_id
        WHERE u.id = person AND u.is_active AND g.name = role
    )
$body$;
"""
DROP_FUNCTIONS = "DROP FUNCTION history_has_role(bigint, text); DROP FUNCTION history_writer();"
CREATE = """
CREATE OR REPLACE FUNCTION %(name)s() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    writer record;
    following CONSTANT text[] := '{version,updated_at}';
BEGIN
    SELECT * INTO writer FROM history_writer();
    IF NOT writer.writes_all AND TG_OP = 'UPDATE' AND to_jsonb(OLD) - following = to_jsonb(NEW) - following THEN
        RETURN NEW; -- nothing of it changes
    END IF;
    IF NOT writer.writes_all AND (%(allowed)s) IS NOT TRUE THEN
        RAISE EXCEPTION USING MESSAGE = '%(sentence)s',
            ERRCODE = 'check_violation', CONSTRAINT = '%(name)s', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN coalesce(NEW, OLD);
END $body$;
CREATE TRIGGER %(name)s BEFORE INSERT OR UPDATE OR DELETE ON %(table)s FOR EACH ROW EXECUTE FUNCTION %(name)s();
"""
REMOVE = "DROP TRIGGER %(name)s ON %(table)s; DROP FUNCTION %(name)s();"
SENTENCE = (
    "Officers publish, withdraw, mark, number and move; a strategy lead changes the words of own strategies "
    "and what hangs on them; nobody else changes a plan."
)


class WriteGate(BaseConstraint):
    """Who may insert, change and delete rows of a table: officers, and by `allows` others what is their own.

    `allows` are SQL conditions, one of which must hold of a row that is written by `writer.person`, with TG_OP, OLD and
    NEW (NULL where there is none). `fixed` are the fields that only officers change in a row that stands; of a
    `publication` others choose among draft and in review. A violation is an IntegrityError with the constraint's name.
    """

    def __init__(self, *, name, allows=(), fixed=()):
        super().__init__(name=name, violation_error_message=SENTENCE)
        self.allows, self.fixed = tuple(allows), tuple(fixed)

    def allowed(self, model):
        """The whole condition, as SQL."""
        if not self.allows:
            return "false"
        parts = [f"({' OR '.join(f'({condition})' for condition in self.allows)})"]
        if columns := [model._meta.get_field(name).column for name in self.fixed]:
            old, new = (", ".join(f"{row}.{column}" for column in columns) for row in ("OLD", "NEW"))
            parts.append(f"(TG_OP <> 'UPDATE' OR ROW({old}) IS NOT DISTINCT FROM ROW({new}))")
        if any(field.name == "publication" for field in model._meta.concrete_fields):
            names = ", ".join(f"'{name}'" for name in UNPUBLISHED)
            unpublished = f"coalesce(OLD.publication, 'draft') IN ({names}) AND NEW.publication IN ({names})"
            parts.append(f"(OLD.publication IS NOT DISTINCT FROM NEW.publication OR {unpublished})")
        return " AND ".join(parts)

    def _statement(self, sql, model, schema_editor, **parts):
        table = Table(model._meta.db_table, schema_editor.quote_name)
        return Statement(sql, table=table, name=self.name, **parts)

    def constraint_sql(self, model, schema_editor):
        """Nothing inside CREATE TABLE: the trigger follows once the table stands."""
        schema_editor.deferred_sql.append(self.create_sql(model, schema_editor))

    def create_sql(self, model, schema_editor):
        return self._statement(CREATE, model, schema_editor, allowed=self.allowed(model), sentence=SENTENCE)

    def remove_sql(self, model, schema_editor):
        return self._statement(REMOVE, model, schema_editor)

    def validate(self, model, instance, exclude=None, using="default"):
        """Nothing: who writes is known to the database alone, which judges."""

    def deconstruct(self):
        path, args, kwargs = super().deconstruct()
        kwargs.pop("violation_error_message", None)  # it is that of every gate
        return path, args, kwargs | {key: said for key in ("allows", "fixed") if (said := getattr(self, key))}

    def __eq__(self, other):
        return isinstance(other, WriteGate) and self.deconstruct() == other.deconstruct()

    __hash__ = BaseConstraint.__hash__


def gate_of(model):
    """The WriteGate of `model`; None where it has none."""
    return next((each for each in model._meta.constraints if isinstance(each, WriteGate)), None)


def officers_only(model):
    """The names of the fields of `model` that only officers bring to another value, its publication among them."""
    gate = gate_of(model)
    published = [field.name for field in model._meta.concrete_fields if field.name == "publication"]
    return (*published, *gate.fixed) if gate else ()


def is_refusal(error):
    """Whether `error` is the write gate's: the IntegrityError of a row that is not for this person to write."""
    diagnosis = getattr(error.__cause__, "diag", None) if isinstance(error, IntegrityError) else None
    return bool(diagnosis and diagnosis.message_primary == SENTENCE)


@contextmanager
def acting_as(user, *, source):
    """Within the block `user` is who writes, through that `source`: judged by the gate, and named in the history."""
    with pghistory.context(user=user.pk, source=source):
        yield
