"""The rules that every table keeps, whoever loads it: the command, or an officer in the admin."""

from copy import copy

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, InterfaceError, OperationalError, models, transaction
from import_export.instance_loaders import BaseInstanceLoader
from import_export.resources import ModelResource

from access.roles import reads_names
from history.write_gate import SENTENCE, is_refusal
from tables.cells import Column, Day, Number, OneOf, Reference, Text, Uid, Whole, YesNo
from tables.formats import TableError
from tables.results import MOST_PROBLEMS, WordDifference

MASKED = (
    "This is what a table for everybody shows in place of what stands here, which it would overwrite. Export the table "
    "as an officer and change that."
)


class KnownRows(BaseInstanceLoader):
    """The rows that stand in the database, read once and found by the key columns of a table."""

    def __init__(self, resource, dataset=None):
        super().__init__(resource, dataset)
        self.rows = {resource.key_of(row): row for row in resource.standing(dataset)}

    def get_instance(self, row):
        return self.rows.get(self.resource.key_in(row))


class TableResource(ModelResource):
    """One table: its columns (`Meta.fields`, in the order of the file), its key (`Meta.import_id_fields`), its order.

    `Meta.columns` names the columns that are called otherwise than their fields, `Meta.related` what is read along.
    `plan_lookups` lead from a row to the short name of its plan, which stands in `plan_column`; a table without them
    is shared by all plans. `place(row)` is what the rows are sorted by; `settled_later` are the fields of which the
    rules are judged once all rows are in. `seen_with` maps lookups to models: a row is seen only by those who may see
    the rows that it hangs on; `is_open` is False where a table is for officers alone; `open_words` say of columns what
    they hold in a table for everybody, where that is not what they hold for officers; `masks` are texts that only such
    a table holds. Rows are added and changed, never deleted; a file holds all columns and no others, but for
    `Meta.optional`, which may be left out: what stands there then stays as it is; and for `Meta.read_along`, which it
    may hold and which are read, never written.
    """

    plan_lookups = ()
    plan_column = "plan"
    seen_with = {}
    is_open = True
    open_words = {}
    masks = ()
    settled_later = ()

    class Meta:
        """What all tables have in common; a table's own Meta adds to it."""

        columns = {}
        optional = ()
        read_along = ()
        related = ()
        skip_unchanged = True
        report_skipped = True
        clean_model_instances = True
        use_transactions = True
        instance_loader_class = KnownRows

    @classmethod
    def field_from_django_field(cls, field_name, django_field, readonly):
        """The column of a model's field; an empty cell is the field's default where it has one."""
        return Column(
            attribute=field_name,
            column_name=cls._meta.columns.get(field_name, field_name),
            widget=cls._cell(django_field),
            default=django_field.default,
        )

    @staticmethod
    def _cell(field):
        if field.choices:
            return OneOf([value for value, label in field.choices])
        kinds = {
            models.BooleanField: YesNo,
            models.DateField: Day,
            models.DecimalField: Number,
            models.IntegerField: Whole,
            models.UUIDField: Uid,
        }
        return next((cell for kind, cell in kinds.items() if isinstance(field, kind)), Text)()

    @classmethod
    def headers(cls):
        """The names of the columns, in the order of the file."""
        return cls().get_export_headers()

    @classmethod
    def described(cls):
        """Each Column, in the order of the file, with the model's field that it holds; None where it only narrows."""
        resource = cls()
        of_model = {field.name: field for field in cls._meta.model._meta.fields}
        return [(column, of_model.get(column.attribute)) for column in resource.get_export_fields()]

    @classmethod
    def key(cls):
        """The names of the columns that together tell one row from every other."""
        resource = cls()
        return [resource.fields[name].column_name for name in cls._meta.import_id_fields]

    @classmethod
    def is_shared(cls):
        """True where the table's rows belong to no plan."""
        return not cls.plan_lookups

    # What stands in the database.

    def of_plans(self, slugs):
        """The rows of the plans with these short names, as a queryset."""
        condition = models.Q()
        for lookup in self.plan_lookups:
            condition |= models.Q(**{f"{lookup}__in": slugs})
        return self.get_queryset().filter(condition)

    def standing(self, dataset):
        """The rows that the rows of `dataset` may name, with what their keys need."""
        if self.is_shared():
            rows = self.get_queryset()
        else:
            rows = self.of_plans({str(cell) for cell in dataset[self.plan_column]} if self._has(dataset) else ())
        return rows.select_related(*self._meta.related)

    def key_of(self, instance):
        """The key of a row of the database: the texts of its key columns."""
        return tuple(self.fields[name].export(instance) for name in self._meta.import_id_fields)

    def key_in(self, row):
        """The key of a row of a file."""
        columns = (self.fields[name].column_name for name in self._meta.import_id_fields)
        return tuple(str(row.get(column, "")) for column in columns)

    def place(self, row):
        """What the rows of the table are sorted by, in file order."""
        raise NotImplementedError

    def arranged(self, rows):
        """`rows` in the order of the file."""
        return sorted(rows, key=self.place)

    def filter_export(self, queryset, *, plan=None, plans=None, reader=None, **kwargs):
        """The rows of `queryset`, of one plan or of `plans` where short names are given, in the order of the file.

        Where a `reader`, a user, is given: only the rows that this reader may see, masked where they are not for all.
        """
        slugs = plans if plan is None else [plan]
        if slugs is not None and not self.is_shared():
            queryset = queryset.filter(pk__in=self.of_plans(slugs).order_by().values("pk"))
        if reader is not None:
            queryset = self.visible_to(queryset, reader)
        rows = self.arranged(queryset.select_related(*self._meta.related))
        return rows if reader is None or reads_names(reader) else [self.masked(row) for row in rows]

    def visible_to(self, queryset, reader):
        """The rows of `queryset` that this reader may see: by the rule of their model, and of what they hang on."""
        if hasattr(queryset, "visible_to"):
            queryset = queryset.visible_to(reader)
        for lookup, model in self.seen_with.items():
            seen = models.Q(**{f"{lookup}__in": model._default_manager.visible_to(reader)})
            queryset = queryset.filter(seen | models.Q(**{lookup: None}))
        return queryset

    def masked(self, row):
        """`row` as it stands in a table for everybody; it is not saved."""
        return row

    # What stands in the file.

    def get_diff_class(self):
        """How an import tells what it changes: by whole words."""
        return WordDifference

    def before_import(self, dataset, **kwargs):
        """Refuse a file with other columns than the table's, or with two rows of one key; raises TableError."""
        for field in self.fields.values():
            if isinstance(field.widget, Reference):
                field.widget.forget()
        problems = self._columns_amiss(dataset.headers or []) or self._repeated(dataset)
        if problems:
            raise TableError("\n".join(problems))

    def after_import(self, dataset, result, **kwargs):
        """Nothing: a table carries no database ids, so no sequence falls behind."""

    def import_instance(self, instance, row, **kwargs):
        """Fill in a row; raise ValidationError, by field, where a cell cannot be read or would mask what stands."""
        stands, errors = copy(instance) if instance.pk and self.open_words else None, {}
        try:
            super().import_instance(instance, row, **kwargs)
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        if stands:
            errors |= self._masked_over(stands, instance)
        if errors:
            raise ValidationError(errors)

    def _masked_over(self, stands, instance):
        """Errors by field: cells of `instance` that are a table's for everybody, where the row `stands` otherwise."""
        fields = [field for field in self.get_import_fields() if field.column_name in self.open_words]
        other = [field for field in fields if field.export(instance) != field.export(stands)]
        masked = self.masked(copy(stands)) if other else stands
        return {
            field.attribute: ValidationError(MASKED, code="invalid")
            for field in other
            if field.export(instance) in (*self.masks, field.export(masked))
        }

    def _has(self, dataset):
        return self.plan_column in (dataset.headers or [])

    def _columns_amiss(self, headers):
        known = self.headers()
        taken = [*known, *self._meta.read_along]
        problems = [f"Column “{name}” stands there twice. Delete one." for name in taken if headers.count(name) > 1]
        problems += [
            f"Column “{name}” is unknown. The columns are: {', '.join(known)}." for name in headers if name not in taken
        ]
        missing = [name for name in known if name not in headers and name not in self._meta.optional]
        if missing:
            problems.append(
                f"Column {', '.join(f'“{name}”' for name in missing)} is missing. "
                "Add it; its cells may be empty where there is nothing to say."
            )
        return problems

    def _repeated(self, dataset):
        columns = [self.fields[name].column_name for name in self._meta.import_id_fields]
        first, problems = {}, []
        for number, row in enumerate(dataset.dict, start=2):
            key = self.key_in(row)
            if any(key) and first.setdefault(key, number) != number:
                words = ", ".join(f"{column} “{cell}”" for column, cell in zip(columns, key, strict=True) if cell)
                problems.append(f"Row {number} repeats row {first[key]}: {words}. Delete or correct one of them.")
        return problems[:MOST_PROBLEMS]

    def import_row(self, row, instance_loader, **kwargs):
        """django-import-export's; a database that is away or busy is no fault of the row: it ends the import."""
        result = super().import_row(row, instance_loader, **kwargs)
        for fault in result.errors:
            if isinstance(fault.error, OperationalError | InterfaceError):
                raise fault.error
        return result

    # What the rules of the data say. Asking the database before each row takes some twenty queries, so a row is written
    # first; only where the database refuses it are its rules asked one by one, for their words.

    def validate_instance(self, instance, import_validation_errors=None, validate_unique=True):
        """Raise ValidationError, by column, where a cell is not what its column takes; the words name the mend."""
        errors = dict(import_validation_errors or {})
        found = {
            field.name for field in instance._meta.fields if field.is_relation and field.value_from_object(instance)
        }
        try:
            instance.full_clean(exclude={*errors, *found}, validate_unique=False, validate_constraints=False)
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        self._refuse(instance, errors)

    def do_instance_save(self, instance, is_create):
        """Write a row; raise ValidationError, by column, with the rules it breaks where the database refuses it."""
        try:
            with transaction.atomic():
                super().do_instance_save(instance, is_create)
        except IntegrityError as error:
            if is_refusal(error):
                raise ValidationError(SENTENCE) from error
            self._refuse(instance, self._broken_rules(instance))
            raise

    def _broken_rules(self, instance):
        errors = {}
        for asked in (instance.validate_unique, instance.validate_constraints):
            try:
                asked(exclude=set(self.settled_later))
            except ValidationError as error:
                errors = error.update_error_dict(errors)
        return errors

    def _refuse(self, instance, errors):
        columns = {field.attribute: field.column_name for field in self.fields.values()}
        if errors:
            raise ValidationError(
                {
                    columns.get(name, name): [self._worded(instance, name, error) for error in found]
                    for name, found in errors.items()
                }
            )

    def _worded(self, instance, name, error):
        if error.code in ("null", "blank"):
            return "The cell is empty. Fill it in."
        if error.code == "unique" and name != NON_FIELD_ERRORS:
            other = self._meta.model._default_manager.get(**{name: getattr(instance, name)})
            return f"“{other}” has this {name} already. Where that row was renumbered, give it its new number here too."
        return error
