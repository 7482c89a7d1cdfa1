"""Database constraints that Django does not bring: a chain that never comes back, an address that is never lost."""

from django.core.exceptions import ValidationError
from django.db.backends.ddl_references import Statement, Table
from django.db.models import BaseConstraint

CREATE = """
CREATE OR REPLACE FUNCTION %(name)s() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    -- Two transactions could each add one half of a circle; the lock lets only one look at a time.
    PERFORM pg_advisory_xact_lock(hashtext('%(name)s'));
    IF EXISTS (
        WITH RECURSIVE chain(id) AS (
            SELECT NEW.%(column)s
            UNION
            SELECT t.%(column)s FROM %(table)s t JOIN chain ON t.id = chain.id WHERE t.%(column)s IS NOT NULL
        ) SELECT 1 FROM chain WHERE id = NEW.id
    ) THEN
        RAISE EXCEPTION USING MESSAGE = 'the chain of %(column)s of row ' || NEW.id || ' comes back to it',
            ERRCODE = 'check_violation', CONSTRAINT = '%(name)s', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END $body$;
CREATE TRIGGER %(name)s AFTER INSERT OR UPDATE OF %(column)s ON %(table)s
    FOR EACH ROW WHEN (NEW.%(column)s IS NOT NULL) EXECUTE FUNCTION %(name)s();
"""
REMEMBER = """
CREATE OR REPLACE FUNCTION %(name)s() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    -- The last one that it had comes last, also where it had that one twice; what it has again is no former one.
    DELETE FROM %(kept_in)s WHERE %(subject)s_id = NEW.id AND %(column)s IN (OLD.%(column)s, NEW.%(column)s);
    INSERT INTO %(kept_in)s (%(subject)s_id, %(column)s) VALUES (NEW.id, OLD.%(column)s);
    RETURN NULL;
END $body$;
CREATE TRIGGER %(name)s AFTER UPDATE ON %(table)s
    FOR EACH ROW WHEN (OLD.%(column)s IS DISTINCT FROM NEW.%(column)s) EXECUTE FUNCTION %(name)s();
"""
REMOVE = "DROP TRIGGER %(name)s ON %(table)s; DROP FUNCTION %(name)s();"


class NoCircle(BaseConstraint):
    """Following `field`, a foreign key to the model itself, never leads back to the row it began at.

    A trigger holds it, so it binds admin, import, shell and raw SQL; a violation is an IntegrityError that carries the
    constraint's name, and `full_clean()` gives `violation_error_message` first.
    """

    def __init__(self, *, field, name, violation_error_message=None):
        super().__init__(name=name, violation_error_message=violation_error_message)
        self.field = field

    def _statement(self, sql, model, schema_editor):
        column = schema_editor.quote_name(model._meta.get_field(self.field).column)
        table = Table(model._meta.db_table, schema_editor.quote_name)
        return Statement(sql, name=self.name, column=column, table=table)

    def constraint_sql(self, model, schema_editor):
        """Nothing inside CREATE TABLE: the trigger follows once the table stands."""
        schema_editor.deferred_sql.append(self.create_sql(model, schema_editor))

    def create_sql(self, model, schema_editor):
        return self._statement(CREATE, model, schema_editor)

    def remove_sql(self, model, schema_editor):
        return self._statement(REMOVE, model, schema_editor)

    def validate(self, model, instance, exclude=None, using="default"):
        """Walk the chain from `instance`; raise ValidationError where it comes back."""
        attribute = model._meta.get_field(self.field).attname
        following, seen = getattr(instance, attribute), set()
        while following is not None and following not in seen:
            if following == instance.pk:
                raise ValidationError({self.field: self.get_violation_error_message()}, code="circle")
            seen.add(following)
            following = (
                model._default_manager.using(using).filter(pk=following).values_list(attribute, flat=True).first()
            )

    def deconstruct(self):
        path, args, kwargs = super().deconstruct()
        return path, args, kwargs | {"field": self.field}

    def __eq__(self, other):
        return isinstance(other, NoCircle) and self.deconstruct() == other.deconstruct()

    __hash__ = BaseConstraint.__hash__


class Remembers(BaseConstraint):
    """A row's `field` is not lost when it changes: the old value is kept in the table `kept_in`, with its `subject`.

    That table has a column of the same name, and the row's id in `<subject>_id`. A trigger holds it.
    """

    def __init__(self, *, field, kept_in, subject, name, violation_error_message=None):
        super().__init__(name=name, violation_error_message=violation_error_message)
        self.field, self.kept_in, self.subject = field, kept_in, subject

    def _statement(self, sql, model, schema_editor):
        table = Table(model._meta.db_table, schema_editor.quote_name)
        names = {"column": self.field, "kept_in": self.kept_in, "subject": self.subject}
        return Statement(sql, name=self.name, table=table, **names)

    def constraint_sql(self, model, schema_editor):
        """Nothing inside CREATE TABLE: the trigger follows once the table stands."""
        schema_editor.deferred_sql.append(self.create_sql(model, schema_editor))

    def create_sql(self, model, schema_editor):
        return self._statement(REMEMBER, model, schema_editor)

    def remove_sql(self, model, schema_editor):
        return self._statement(REMOVE, model, schema_editor)

    def validate(self, model, instance, exclude=None, using="default"):
        """Nothing to refuse: every change is kept."""

    def deconstruct(self):
        path, args, kwargs = super().deconstruct()
        return path, args, kwargs | {"field": self.field, "kept_in": self.kept_in, "subject": self.subject}

    def __eq__(self, other):
        return isinstance(other, Remembers) and self.deconstruct() == other.deconstruct()

    __hash__ = BaseConstraint.__hash__
