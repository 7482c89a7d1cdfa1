"""The matrix of a plan: which principles each of its strategies, themes or partners serve, every zero shown."""

from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from rest_framework.views import APIView

from access.handling import said_in_header
from actions.api.viewsets import AS_AT_PARAMETER
from actions.filters import STATUSES
from actions.held import Held
from actions.models import Action, Alignment
from actions.parameters import AS_AT
from principles.models import Principle
from tables.parameters import Name, OneOf
from violence_plan.alignment_panel import ROWS, AlignmentForm, MatrixFilter
from violence_plan.api.asked_plan import PLAN_PARAMETER, asked_plan
from violence_plan.api.files import FORMATS, AsFormat, file_response, format_parameter
from violence_plan.api.matrix import MatrixSerializer
from violence_plan.dashboards import alignment_matrix
from violence_plan.matrix_table import matrix_csv, matrix_file_name

PARAMETERS = [
    PLAN_PARAMETER,
    OpenApiParameter(
        "rows",
        str,
        enum=[name for name, _ in ROWS],
        default="strategy",
        description="What the rows are. action: those of the one strategy that is given.",
    ),
    OpenApiParameter("strategy", str, description="A strategy's number, 5.1: only its actions count."),
    OpenApiParameter(
        "partner", str, description="A partner's code: only actions count that it, or a part of it, leads or supports."
    ),
    OpenApiParameter(
        "status",
        str,
        many=True,
        enum=[name for name, _ in STATUSES],
        description="Only actions of this status count; may be given more than once.",
    ),
    OpenApiParameter(
        "principle_kind", str, enum=Principle.Kind.values, description="Only principles of this kind are columns."
    ),
    OpenApiParameter(
        "basis",
        str,
        many=True,
        enum=Alignment.Basis.values,
        description="Counts only alignments on this basis; may be given more than once. Without it, all count.",
    ),
    format_parameter("a line per row, as the page hands it out"),
    AS_AT_PARAMETER,
]


class MatrixForm(AlignmentForm):
    """As on the page, but for the name of the principles' kind."""

    kind_name = "principle_kind"


class AlignmentFilter(MatrixFilter):
    """What the page takes, the principles' kind by the name that it has in the API; and the plan and the format."""

    principle_kind = OneOf(choices=Principle.Kind.choices)
    plan = Name()
    format = OneOf(choices=FORMATS)

    class Meta:
        model = Action
        fields = []
        form = MatrixForm

    @property
    def choice(self):
        """What alignment_matrix takes, by name; the rows are strategies where nobody says."""
        choice = super().choice
        return choice | {"rows": choice["rows"] or "strategy"}


class AlignmentView(AsFormat, APIView):
    """The matrix of one plan."""

    asks = (*AlignmentFilter.base_filters, AS_AT)

    @extend_schema(
        summary="The alignment matrix",
        description="How many actions of each strategy, theme or partner serve each principle, every zero shown.",
        parameters=PARAMETERS,
        responses={(200, "application/json"): MatrixSerializer, (200, "text/csv"): OpenApiTypes.STR},
    )
    def get(self, request):
        plan = asked_plan(request)
        asked = AlignmentFilter(request.query_params, plan=plan, request=request, also_known=(AS_AT,))
        if asked.errors:
            raise ValidationError(asked.errors)
        matrix = alignment_matrix(Held(plan, request.user), **asked.choice)
        headers = said_in_header(matrix.whole.marks.closed)
        if self.wants_file:
            as_at = request.past and request.past.day
            name = matrix_file_name(matrix, as_at=as_at, made_on=timezone.localdate())
            return file_response(matrix_csv(matrix), name, headers)
        answer = MatrixSerializer(matrix, context={"request": request, "rows": matrix.asked.rows}).data
        return Response(answer, headers=headers)
