"""What every list of the admin has in common: import with a preview, export, and names that only officers see."""

from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import TextField, URLField
from django.forms import ModelForm
from django.forms.models import BaseInlineFormSet, InlineForeignKeyField
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from import_export.admin import ImportExportModelAdmin
from import_export.forms import ExportForm

from access.security_trail import Event, note
from tables.collisions import RefusesOverwriting
from tables.forms import TableForm
from tables.models import Upload
from tables.only_seen import OnlySeen
from tables.row_history import RowHistory


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


class TableAdmin(OnlySeen, RowHistory, OfficerLabels, RefusesOverwriting, ImportExportModelAdmin):
    """The admin of one table. Import shows what would change, then writes all rows or none."""

    save_on_top = True
    list_per_page = 150
    formfield_overrides = {
        TextField: {"widget": AdminTextareaWidget(attrs={"rows": 6})},
        URLField: {"assume_scheme": "https"},
    }
    export_form_class = ExportForm  # all columns: a table with columns left out does not load again

    def has_import_permission(self, request):
        return self.has_add_permission(request) and self.has_change_permission(request)

    def has_export_permission(self, request):
        return self.has_view_permission(request)

    def get_urls(self):
        """The admin's addresses, without the one that writes an import: every import is confirmed at the same page."""
        return [url for url in super().get_urls() if not (url.name or "").endswith("_process_import")]

    def get_export_data(self, file_format, request, queryset, **kwargs):
        """The file, and a line in the security trail: whoever enters the admin reads names of private persons."""
        data = super().get_export_data(file_format, request, queryset, **kwargs)
        note(Event.NAMES_EXPORTED, user_id=request.user.pk, table=self.opts.label_lower)
        return data

    def import_action(self, request, **kwargs):
        """Ask for a table, then lead to the page that shows what it would change."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        form = TableForm(*([request.POST, request.FILES] if request.method == "POST" else []))
        if request.method == "POST" and form.is_valid():
            file, table = form.cleaned_data["file"], self.opts.label_lower
            return redirect("load_preview", Upload.objects.keep(user=request.user, file=file, table=table).token)
        context = self.admin_site.each_context(request) | {
            "title": f"Import {self.opts.verbose_name_plural}",
            "opts": self.opts,
            "form": form,
            "columns": self.get_import_resource_classes(request)[0].headers(),
        }
        return TemplateResponse(request, "admin/loading/upload.html", context, status=form.status)
