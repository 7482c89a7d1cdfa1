"""Which plan a query string asks for, where an answer is of one plan."""

from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import NotFound, ValidationError

from actions.models import Plan
from actions.parameters import KnownValuesForm, ReadersFilterSet
from tables.parameters import Name

PLAN_PARAMETER = OpenApiParameter(
    "plan", str, description="A plan's slug. Needed where you may see more than one plan."
)


class PlanFilter(ReadersFilterSet):
    """Which plan."""

    plan = Name("slug")

    class Meta:
        form = KnownValuesForm


def asked_plan(request):
    """The Plan that the parameter `plan` names, or the only one that the reader may see.

    Raises ValidationError where it names none or is missing, NotFound where there is no plan at all.
    """
    plans = Plan.objects.visible_to(request.user).select_related("framework").order_by("slug")
    asked = PlanFilter(request.query_params, queryset=plans, request=request)
    if wrong := asked.errors.get("plan"):
        raise ValidationError({"plan": wrong})
    found = list(asked.qs)
    if not found:
        raise NotFound("There is no plan yet.")
    if len(found) > 1:
        raise ValidationError({"plan": [f"Say which plan: {', '.join(plan.slug for plan in found)}."]})
    return found[0]
