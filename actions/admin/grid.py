"""The list of actions as a grid: rows edited in place, saved together or not at all."""

from django.contrib import messages
from django.contrib.admin.views.main import ChangeList
from django.db import transaction

from actions.admin.grid_form import GridForm, GridFormSet
from actions.models import Action
from history.revisions import write_in_turn
from tables.collisions import ALREADY


class GridList(ChangeList):
    """The list. While rows are shown again as they were typed, it holds just these rows, in their order.

    A row that was changed may have left the filter or its place; its form would else stand beside another row.
    """

    @property
    def formset(self):
        """The forms of the rows; None before there are any."""
        return self._formset

    @formset.setter
    def formset(self, formset):
        self._formset = formset
        if formset is not None and formset.is_bound:
            formset.request.grid = formset
            formset.gone = [form for form in formset.forms if form.instance.pk is None]
            formset.forms = [form for form in formset.forms if form.instance.pk is not None]
            self.result_list = [form.instance for form in formset.forms]


class EditsInPlace:
    """A mixin for the admin of actions: theme, leads, status, days and publication are changed in the list."""

    list_editable = ["theme", "starts_on", "due_on", "publication"]
    change_list_template = "admin/grid.html"

    def get_queryset(self, request):
        return super().get_queryset(request).with_reports()

    def get_changelist(self, request, **kwargs):
        return GridList

    def get_changelist_form(self, request, **kwargs):
        return GridForm

    def get_changelist_formset(self, request, **kwargs):
        forms = super().get_changelist_formset(request, **(kwargs | {"formset": GridFormSet}))
        forms.request, forms.user = request, request.user
        return forms

    def _get_edited_object_pks(self, request, prefix):
        # A number that no key can be would fail in the database.
        return [key for key in super()._get_edited_object_pks(request, prefix) if key.isdecimal() and len(key) < 19]

    def changelist_view(self, request, extra_context=None):
        """Django's list, or what was sent of it saved."""
        if request.method != "POST" or "_save" not in request.POST:
            return super().changelist_view(request, extra_context)
        return self.save_rows(request, extra_context)

    @transaction.atomic
    def save_rows(self, request, extra_context):
        """Lock the rows that were sent, then save those that were changed, or show all again with what is wrong."""
        write_in_turn()
        keys = self._get_edited_object_pks(request, GridFormSet.get_default_prefix())
        list(Action.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))
        response = super().changelist_view(request, extra_context)
        grid = getattr(request, "grid", None)
        if grid is None:
            return response
        if response.status_code == 302:
            self.tell(request, grid)
        elif any(form.collides for form in grid.forms):
            response.status_code = 409
        return response

    def tell(self, request, grid):
        """Say what a save did that is not told by the number of changed rows."""
        saved = [form for form in grid.forms if form.changed_data]
        drafts = [form for form in saved if "progress" in form.changed_data and grid.options.keeps_drafts]
        if drafts:
            refs = ", ".join(form.instance.ref for form in drafts)
            messages.info(request, f"Status kept as a draft until it is published: {refs}.")
        if any(form.already for form in grid.forms):
            messages.info(request, ALREADY)
        elif not saved:
            messages.info(request, "Nothing was changed, so nothing was saved.")

    def save_model(self, request, obj, form, change):
        """Save a row of the grid by what was changed in it, any other one whole."""
        if isinstance(form, GridForm):
            form.write(request.user)
        else:
            super().save_model(request, obj, form, change)
