"""What every list of the admin has in common: import with a preview, export, and names that only officers see."""

from datetime import timedelta

from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, OperationalError
from django.db.models import TextField
from django.forms import ModelForm
from django.forms.models import BaseInlineFormSet, InlineForeignKeyField
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.safestring import mark_safe
from import_export.admin import ImportExportModelAdmin
from import_export.forms import ExportForm
from import_export.tmp_storages import MediaStorage

from tables.collisions import RefusesOverwriting
from tables.formats import TableError
from tables.forms import ConfirmForm, TableForm
from tables.resources import problems_of
from tables.row_history import RowHistory

WHAT_HAPPENS = {"new": "New", "update": "Changed"}


class UploadedTable(MediaStorage):
    """A table between preview and confirmation. One that nobody confirms is forgotten after a day."""

    def save(self, data):
        super().save(data)
        folder, yesterday = self.MEDIA_FOLDER, timezone.now() - timedelta(days=1)
        for name in self._storage.listdir(folder)[1]:
            if self._storage.get_modified_time(f"{folder}/{name}") < yesterday:
                self._storage.delete(f"{folder}/{name}")


def changes_of(result):
    """The rows that an import would write: (number, what happens, [(column, old and new words as HTML)]).

    Numbers count the header as row 1; columns that stay as they are are left out.
    """
    return [
        (number, WHAT_HAPPENS[row.import_type], changed_cells(result.diff_headers, row.diff))
        for number, row in enumerate(result.rows, start=2)
        if row.import_type in WHAT_HAPPENS
    ]


def changed_cells(columns, cells):
    """The cells with a word taken out or put in, without the inline styles that the content policy forbids."""
    for style in (' style="background:#ffe6e6;"', ' style="background:#e6ffe6;"'):
        cells = [cell.replace(style, "") for cell in cells]
    changed = [
        (column, cell) for column, cell in zip(columns, cells, strict=True) if "<ins>" in cell or "<del>" in cell
    ]
    # diff_match_patch has escaped the words themselves.
    return [(column, mark_safe(cell.replace("&para;", ""))) for column, cell in changed]  # noqa: S308


class OfficerLabels:
    """A mixin for admins and inlines: chosen rows are named by the `officer_label` of their own admin, if it has one.

    The autocomplete list is named so by the site; this names what is already chosen.
    """

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        chosen_from = self.admin_site.get_model_admin(db_field.related_model)
        field.label_from_instance = getattr(chosen_from, "officer_label", str)
        return field


class RowForm(ModelForm):
    """A row that hangs on another row, checked against every constraint of its table.

    Django leaves out the constraints that name the row above, or a field that is not on the form, and such a row
    would fail in the database. `settled_later` are fields whose rule holds for all rows together, not one by one.
    """

    settled_later = frozenset()

    def validate_unique(self):
        super().validate_unique()
        if not self.errors:
            try:
                self.validate_every_constraint()
            except ValidationError as error:
                self._update_errors(error)

    def validate_every_constraint(self):
        """Raise ValidationError where a constraint is broken that can be checked before the row above is saved."""
        row = self.instance
        above = [name for name, field in self.fields.items() if isinstance(field, InlineForeignKeyField)]
        unsaved = [row._meta.get_field(name).attname for name in above if getattr(row, name).pk is None]
        # A row above that is yet to be saved has no number; any other than None stands for it meanwhile. Set past the
        # descriptor, which would forget the row itself.
        row.__dict__.update(dict.fromkeys(unsaved, 0))
        filled_in = [field for field in row._meta.fields if not field.null and not field.generated]
        empty = {field.name for field in filled_in if getattr(row, field.attname) is None}
        try:
            row.validate_constraints(exclude=empty | self.settled_later)
        finally:
            row.__dict__.update(dict.fromkeys(unsaved))


class RowFormSet(BaseInlineFormSet):
    """Rows one to a line, each field named for who cannot see the head of its column."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        for field in form.fields.values():
            # A list with signs beside it is wrapped, and a copied wrapper has the attributes of another list.
            getattr(field.widget, "widget", field.widget).attrs.setdefault("aria-label", field.label)


class RowsInline(OfficerLabels, admin.TabularInline):
    """Rows that hang on another row, one to a line, with room for a few words each."""

    form = RowForm
    formset = RowFormSet
    extra = 0
    formfield_overrides = {TextField: {"widget": AdminTextareaWidget(attrs={"rows": 3, "cols": 30})}}


class TableAdmin(RowHistory, OfficerLabels, RefusesOverwriting, ImportExportModelAdmin):
    """The admin of one table. Import shows what would change, then writes all rows or none."""

    save_on_top = True
    list_per_page = 150
    formfield_overrides = {TextField: {"widget": AdminTextareaWidget(attrs={"rows": 6})}}
    import_form_class = TableForm
    confirm_form_class = ConfirmForm
    export_form_class = ExportForm  # all columns: a table with columns left out does not load again
    tmp_storage_class = UploadedTable

    def has_import_permission(self, request):
        return self.has_add_permission(request) and self.has_change_permission(request)

    def has_export_permission(self, request):
        return self.has_view_permission(request)

    def get_import_data_kwargs(self, **kwargs):
        return super().get_import_data_kwargs(**kwargs) | {"rollback_on_validation_errors": True}

    def add_data_read_fail_error_to_form(self, form, e):
        form.add_error("import_file", str(e))  # our formats say themselves what is wrong and how to mend it

    def import_action(self, request, **kwargs):
        """Ask for a table, then show what it would change or what is wrong with it."""
        response = super().import_action(request, **kwargs)
        if result := response.context_data.get("result"):
            response.context_data |= {"problems": problems_of(result), "changes": changes_of(result)}
        return response

    def process_import(self, request, **kwargs):
        """Write what the preview showed; a table that is gone or no longer fits is reported and nothing is written."""
        gone = "This table was imported already, or waited too long. Upload it again."
        if not self.has_import_permission(request):
            raise PermissionDenied
        if request.method == "POST" and not self.create_confirm_form(request).is_valid():
            return self.refuse_import(request, gone)
        try:
            return super().process_import(request, **kwargs)
        except FileNotFoundError:
            return self.refuse_import(request, gone)
        except TableError as error:
            return self.refuse_import(request, str(error))
        except (IntegrityError, OperationalError):
            # What is judged once all rows are in fits what stood when we began, not what another officer just wrote.
            return self.refuse_import(
                request, "Nothing was imported: somebody changed the same data at the same moment. Upload it again."
            )

    def process_result(self, result, request):
        if result.has_errors() or result.has_validation_errors():
            return self.refuse_import(
                request, f"Nothing was imported; the data changed since the preview. {' '.join(problems_of(result))}"
            )
        return super().process_result(result, request)

    def refuse_import(self, request, message):
        """Back to the import page with the reason."""
        messages.error(request, message)
        return redirect("admin:{}_{}_import".format(*self.get_model_info()))
