"""What the parts of a plan share: they stay in their plan, and rows below them are of the same plan."""

from django import forms

from tables.admin import RowsInline


class OfPlanForm(forms.ModelForm):
    """A row below a row of a plan; checked against the rule that both are of the same plan."""

    def validate_constraints(self):
        # The plan is no field of the form, so Django would leave out every rule that names it.
        exclude = self._get_validation_exclusions() - ({"plan"} if self.instance.plan_id else set())
        try:
            self.instance.validate_constraints(exclude=exclude)
        except forms.ValidationError as error:
            self._update_errors(error)


class OfPlanFormSet(forms.BaseInlineFormSet):
    """Rows of the plan that the row above them is of."""

    def _construct_form(self, i, **kwargs):
        form = super()._construct_form(i, **kwargs)
        form.instance.plan_id = self.instance.plan_id
        return form


class OfPlanInline(RowsInline):
    """Rows that name the plan of the row they hang on."""

    form = OfPlanForm
    formset = OfPlanFormSet


class StaysInPlace:
    """A mixin: the row that a row stands in, `stays_in`, is chosen once. What stands below it could not follow."""

    stays_in = "plan"

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        if obj and self.stays_in in form.base_fields:
            form.base_fields[self.stays_in].disabled = True
            form.base_fields[self.stays_in].help_text = "Chosen when the row was added; it does not change."
        return form
