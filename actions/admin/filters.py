"""What the lists of the admin may be narrowed by, beside plain columns."""

from django.contrib import admin

from actions.models import Alignment
from tables.only_seen import SeenRelated


class OfChosenPlan(SeenRelated):
    """Strategies (or any rows of a plan) to choose from: those of the plan chosen above, all where none is chosen."""

    def field_choices(self, field, request, model_admin):
        plan = request.GET.get("plan__id__exact", "")
        limit = {"plan": plan} if plan.isdecimal() else {}
        of_plan = {key for key, _ in field.get_choices(include_blank=False, limit_choices_to=limit)}
        return [choice for choice in super().field_choices(field, request, model_admin) if choice[0] in of_plan]


class HasLead(admin.SimpleListFilter):
    """Does anybody lead it?"""

    title = "lead"
    parameter_name = "lead"

    def lookups(self, request, model_admin):
        return [("yes", "Has a lead"), ("no", "Has none")]

    def queryset(self, request, queryset):
        choose = {"yes": queryset.with_lead, "no": queryset.no_lead}.get(self.value(), queryset.all)
        return choose()


class HasAlignment(admin.SimpleListFilter):
    """Does it serve any principle, on any basis?"""

    title = "principle"
    parameter_name = "aligned"

    def lookups(self, request, model_admin):
        return [("yes", "Serves a principle"), ("no", "Serves none")]

    def queryset(self, request, queryset):
        choose = {"yes": queryset.aligned, "no": queryset.no_alignment}.get(self.value(), queryset.all)
        return choose()


class HasBasis(admin.SimpleListFilter):
    """Which of its principles are stated, inherited or assessed? The template says what these words mean."""

    title = "basis of its principles"
    parameter_name = "basis"
    template = "admin/basis_filter.html"

    def lookups(self, request, model_admin):
        return Alignment.Basis.choices

    def queryset(self, request, queryset):
        return queryset.aligned([self.value()]) if self.value() in Alignment.Basis.values else queryset
