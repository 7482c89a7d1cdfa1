"""The rule of every table with a history: no row holds words that were redacted, whoever writes it."""

from django.core.exceptions import ValidationError
from django.db import connections, models
from django.db.backends.ddl_references import Statement, Table
from django.utils.text import capfirst

GUARDED = """
CREATE TRIGGER %(name)s BEFORE INSERT OR UPDATE ON %(table)s
    FOR EACH ROW EXECUTE FUNCTION history_refuse_redacted('%(texts)s', '%(slugs)s', '%(past_slugs)s')
"""
UNGUARDED = "DROP TRIGGER %(name)s ON %(table)s"
FOUND = """
SELECT n, marker FROM unnest(%s::text[]) WITH ORDINALITY said(text, n) CROSS JOIN LATERAL history_redacted_in(said.text)
ORDER BY n LIMIT 1
"""
# What names a row, in files and addresses, is changed by renaming; a redaction takes it for no text.
NAMING = ("ref", "printed_ref", "code", "uid")


def texts(model):
    """The fields of `model` of which a passage can be redacted: texts that somebody wrote, and that name nothing."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not isinstance(field, models.SlugField | models.URLField)
        and not (field.choices or field.unique or field.generated or field.name in NAMING)
    ]


def slugs(model):
    """The fields of `model` that hold an address made of a text, as FormerSlug's: they follow what is redacted."""
    named = [field for field in model._meta.concrete_fields if field.name == "slug" and not field.unique]
    return [field for field in named if not field.generated]


def past_slugs(model):
    """The fields of the history of `model` that hold such an address, those that the database makes too."""
    return [field for field in model._meta.concrete_fields if field.name == "slug" and not field.unique]


class NoRedactedWords(models.BaseConstraint):
    """No row of the table comes to hold words that were redacted: see `history/redaction/`.

    The trigger's arguments say to history_redact() which columns of the table, and of its history, it may change: a
    column that is added needs a migration, as any other change of a constraint does.
    """

    def __init__(self, *, name, texts=(), slugs=(), past_slugs=(), violation_error_message=None):
        super().__init__(name=name, violation_error_message=violation_error_message)
        self.columns = {"texts": tuple(texts), "slugs": tuple(slugs), "past_slugs": tuple(past_slugs)}

    def constraint_sql(self, model, schema_editor):
        """Nothing inside CREATE TABLE; the statement follows at the end of the migration."""
        schema_editor.deferred_sql.append(self.create_sql(model, schema_editor))

    def create_sql(self, model, schema_editor):
        columns = {kind: ",".join(names) for kind, names in self.columns.items()}
        return self._statement(GUARDED, model, schema_editor, **columns)

    def remove_sql(self, model, schema_editor):
        return self._statement(UNGUARDED, model, schema_editor)

    def _statement(self, sql, model, schema_editor, **parts):
        return Statement(sql, table=Table(model._meta.db_table, schema_editor.quote_name), name=self.name, **parts)

    def validate(self, model, instance, exclude=None, using="default"):
        """Raise ValidationError, which names the field and the mend, where a text holds redacted words."""
        fields = [field for field in texts(model) + slugs(model) if getattr(instance, field.attname)]
        with connections[using].cursor() as cursor:
            cursor.execute(FOUND, [[getattr(instance, field.attname) for field in fields]])
            found = cursor.fetchone()
        if found:
            label = capfirst(fields[found[0] - 1].verbose_name)
            raise ValidationError(
                f"{label}: it holds words that were {found[1].strip('[]')}. Take them out: they do not come back.",
                code="redacted",
            )

    def deconstruct(self):
        path, args, kwargs = super().deconstruct()
        return path, args, kwargs | self.columns

    def __eq__(self, other):
        return type(self) is type(other) and self.deconstruct() == other.deconstruct()

    __hash__ = models.BaseConstraint.__hash__


def guarded(model):
    """`model` with the constraint among its others."""
    kinds = {"texts": texts, "slugs": slugs, "past_slugs": past_slugs}
    columns = {kind: [field.column for field in fields(model)] for kind, fields in kinds.items()}
    constraint = NoRedactedWords(name=f"{model._meta.db_table}_not_redacted", **columns)
    model._meta.constraints = [*model._meta.constraints, constraint]
    model._meta.original_attrs["constraints"] = model._meta.constraints  # of which migrations are made
    return model
