"""Database constraints that Django does not bring.

Rows of one parent, rows only ever added, numbers never lost, nobody's change overwritten unread.
"""

from django.core.exceptions import ValidationError
from django.db.backends.ddl_references import Statement, Table
from django.db.models import BaseConstraint

SAME_PARENT = """
ALTER TABLE %(table)s ADD CONSTRAINT %(name)s FOREIGN KEY (%(field)s, %(parent)s)
    REFERENCES %(target)s (id, %(parent)s) DEFERRABLE INITIALLY DEFERRED
"""
DROP_CONSTRAINT = "ALTER TABLE %(table)s DROP CONSTRAINT %(name)s"

APPEND_ONLY = """
CREATE OR REPLACE FUNCTION %(name)s() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    RAISE EXCEPTION USING MESSAGE = 'rows of ' || TG_TABLE_NAME || ' are added, never changed or deleted',
        ERRCODE = 'check_violation', CONSTRAINT = '%(name)s', TABLE = TG_TABLE_NAME;
END $body$;
CREATE TRIGGER %(name)s BEFORE UPDATE OF %(columns)s ON %(table)s
    FOR EACH ROW WHEN (ROW(%(old)s) IS DISTINCT FROM ROW(%(new)s)) EXECUTE FUNCTION %(name)s();
CREATE TRIGGER %(name)s_delete BEFORE DELETE ON %(table)s FOR EACH ROW EXECUTE FUNCTION %(name)s();
"""
DROP_APPEND_ONLY = """
DROP TRIGGER %(name)s ON %(table)s; DROP TRIGGER %(name)s_delete ON %(table)s; DROP FUNCTION %(name)s();
"""

REMEMBERS_REF = """
CREATE OR REPLACE FUNCTION %(name)s() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    -- The last number that it had comes last, also where it had that number twice.
    DELETE FROM actions_formerref WHERE %(subject)s_id = NEW.id AND ref = OLD.ref;
    INSERT INTO actions_formerref (plan_id, %(subject)s_id, ref) VALUES (NEW.plan_id, NEW.id, OLD.ref);
    RETURN NULL;
END $body$;
CREATE TRIGGER %(name)s AFTER UPDATE OF ref ON %(table)s
    FOR EACH ROW WHEN (OLD.ref IS DISTINCT FROM NEW.ref) EXECUTE FUNCTION %(name)s();
"""
DROP_REMEMBERS_REF = "DROP TRIGGER %(name)s ON %(table)s; DROP FUNCTION %(name)s()"

ROW_VERSION = """
CREATE OR REPLACE FUNCTION %(name)s() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF NEW.version IS DISTINCT FROM OLD.version THEN
        RAISE EXCEPTION USING MESSAGE = 'this row of ' || TG_TABLE_NAME || ' was changed since it was read',
            ERRCODE = 'check_violation', CONSTRAINT = '%(name)s', TABLE = TG_TABLE_NAME;
    END IF;
    NEW.version := OLD.version + 1;
    RETURN NEW;
END $body$;
CREATE TRIGGER %(name)s BEFORE UPDATE ON %(table)s FOR EACH ROW EXECUTE FUNCTION %(name)s();
"""
DROP_ROW_VERSION = "DROP TRIGGER %(name)s ON %(table)s; DROP FUNCTION %(name)s()"


CHANGED_SINCE = "Somebody else changed this since you read it. Read it again before you save."


class TableConstraint(BaseConstraint):
    """A constraint added by a statement of its own once its table stands; equal when deconstructed alike."""

    def constraint_sql(self, model, schema_editor):
        """Nothing inside CREATE TABLE; the statement follows at the end of the migration."""
        schema_editor.deferred_sql.append(self.create_sql(model, schema_editor))

    def statement(self, sql, model, schema_editor, **parts):
        """`sql` with the quoted table of `model`, the constraint's name and `parts` filled in."""
        table = Table(model._meta.db_table, schema_editor.quote_name)
        return Statement(sql, table=table, name=self.name, **parts)

    def __eq__(self, other):
        return type(self) is type(other) and self.deconstruct() == other.deconstruct()

    __hash__ = BaseConstraint.__hash__


class SameParent(TableConstraint):
    """The row that `field` points to has the same `parent` as this row: an action's strategy is of the action's plan.

    A composite foreign key holds it; the target's table needs a unique constraint over (id, parent).
    """

    def __init__(self, *, field, parent, name, violation_error_message=None):
        super().__init__(name=name, violation_error_message=violation_error_message)
        self.field, self.parent = field, parent

    def create_sql(self, model, schema_editor):
        field, parent = model._meta.get_field(self.field), model._meta.get_field(self.parent)
        return self.statement(
            SAME_PARENT,
            model,
            schema_editor,
            field=schema_editor.quote_name(field.column),
            parent=schema_editor.quote_name(parent.column),
            target=Table(field.related_model._meta.db_table, schema_editor.quote_name),
        )

    def remove_sql(self, model, schema_editor):
        return self.statement(DROP_CONSTRAINT, model, schema_editor)

    def validate(self, model, instance, exclude=None, using="default"):
        """Raise ValidationError where `field` is filled and its row has another parent."""
        if exclude and {self.field, self.parent} & set(exclude):
            return
        pointed_at = getattr(instance, self.field)
        attribute = model._meta.get_field(self.parent).attname
        if pointed_at is not None and getattr(pointed_at, attribute) != getattr(instance, attribute):
            raise ValidationError({self.field: self.get_violation_error_message()}, code="other_parent")

    def deconstruct(self):
        path, args, kwargs = super().deconstruct()
        return path, args, kwargs | {"field": self.field, "parent": self.parent}


class AppendOnly(TableConstraint):
    """Rows are added and never deleted; of a row that stands, `fields` never change."""

    def __init__(self, *, fields, name, violation_error_message=None):
        super().__init__(name=name, violation_error_message=violation_error_message)
        self.fields = tuple(fields)

    def create_sql(self, model, schema_editor):
        columns = [schema_editor.quote_name(model._meta.get_field(field).column) for field in self.fields]
        return self.statement(
            APPEND_ONLY,
            model,
            schema_editor,
            columns=", ".join(columns),
            old=", ".join(f"OLD.{column}" for column in columns),
            new=", ".join(f"NEW.{column}" for column in columns),
        )

    def remove_sql(self, model, schema_editor):
        return self.statement(DROP_APPEND_ONLY, model, schema_editor)

    def validate(self, model, instance, exclude=None, using="default"):
        """Raise ValidationError where a row that stands would change in one of `fields`."""
        standing = model._default_manager.using(using).filter(pk=instance.pk).first() if instance.pk else None
        attributes = [model._meta.get_field(field).attname for field in self.fields]
        if standing and any(getattr(standing, name) != getattr(instance, name) for name in attributes):
            raise ValidationError(self.get_violation_error_message(), code="append_only")

    def deconstruct(self):
        path, args, kwargs = super().deconstruct()
        return path, args, kwargs | {"fields": self.fields}


class RemembersRef(TableConstraint):
    """A row's `ref` is not lost when it changes: the old one is kept as a FormerRef of this `subject`, its column."""

    def __init__(self, *, subject, name, violation_error_message=None):
        super().__init__(name=name, violation_error_message=violation_error_message)
        self.subject = subject

    def create_sql(self, model, schema_editor):
        return self.statement(REMEMBERS_REF, model, schema_editor, subject=self.subject)

    def remove_sql(self, model, schema_editor):
        return self.statement(DROP_REMEMBERS_REF, model, schema_editor)

    def validate(self, model, instance, exclude=None, using="default"):
        """Nothing to refuse: every change of the number is kept."""

    def deconstruct(self):
        path, args, kwargs = super().deconstruct()
        return path, args, kwargs | {"subject": self.subject}


class RowVersion(TableConstraint):
    """A row is saved only by who read it as it stands: its `version` must be the stored one, and is counted up."""

    def create_sql(self, model, schema_editor):
        return self.statement(ROW_VERSION, model, schema_editor)

    def remove_sql(self, model, schema_editor):
        return self.statement(DROP_ROW_VERSION, model, schema_editor)

    def validate(self, model, instance, exclude=None, using="default"):
        """Raise ValidationError where the row has been changed since `instance` was read."""
        standing = model._default_manager.using(using).filter(pk=instance.pk).values_list("version", flat=True).first()
        if standing is not None and not instance._state.adding and standing != instance.version:
            raise ValidationError(self.get_violation_error_message(), code="changed_since")
