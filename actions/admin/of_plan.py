"""What the parts of a plan share: they stay in their plan, and rows below them are of the same plan."""

from tables.admin import RowFormSet, RowsInline


class OfPlanFormSet(RowFormSet):
    """Rows of the plan that the row above them is of."""

    def _construct_form(self, i, **kwargs):
        form = super()._construct_form(i, **kwargs)
        form.instance.plan_id = self.instance.plan_id
        return form


class OfPlanInline(RowsInline):
    """Rows that name the plan of the row they hang on."""

    formset = OfPlanFormSet


class StaysInPlace:
    """A mixin: the row that a row stands in, `stays_in`, is chosen once. What stands below it could not follow.

    `moves_by` are fields that a page of their own changes, with all that follows from it.
    """

    stays_in = "plan"
    moves_by = ()

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        if obj and self.stays_in in form.base_fields:
            form.base_fields[self.stays_in].disabled = True
            form.base_fields[self.stays_in].help_text = "Chosen when the row was added; it does not change."
        for name in set(self.moves_by) & set(form.base_fields) if obj else ():
            form.base_fields[name].disabled = True
            form.base_fields[name].help_text = "Changed by “Renumber or move”, at the top of this page."
        return form
