"""What is new, changed or gone since a cursor, so that whoever keeps a copy need not pull all again."""

from django.http import HttpResponse
from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiParameter,
    extend_schema,
    extend_schema_field,
    extend_schema_serializer,
)
from rest_framework import serializers
from rest_framework.exceptions import APIException, ValidationError
from rest_framework.views import APIView

from access.handling import handling_in, said_in_header
from principles.api import EXAMPLE as PRINCIPLE
from violence_plan.api.closed import ClosedField
from violence_plan.api.lists import LISTS
from violence_plan.api.pages import Pages
from violence_plan.api.parameters import refuse_unknown
from violence_plan.ledger.cursors import LostError, NoCursorError
from violence_plan.ledger.pulling import NOWHERE, as_json
from violence_plan.ledger.telling import CHANGE, DELETE, INSERT, tell

SINCE = "since"
NO_CURSOR = "Give the cursor of an answer before, now, or nothing."
EXAMPLE = {
    "cursor": "wXQy6Hn1Qb-vVQJ0b2c3pAAAAAAAAABDAAAAAAAAAAA",
    "more": False,
    "closed": [],
    "changes": [
        {
            "resource": "principles",
            "key": "hackney-violence-reduction/strategic-4",
            "change": INSERT,
            "plan": None,
            "row": PRINCIPLE,
        },
        {
            "resource": "actions",
            "key": "3ecc45cc-033f-5bac-8547-1d02b5f0e07e",
            "change": DELETE,
            "plan": "hackney-single-violence-plan",
            "row": None,
        },
    ],
}


class ChangesPages(Pages):
    """How much is told at once."""

    page_size = Pages.max_page_size


AT_MOST = ChangesPages.page_size_query_param


@extend_schema_field({"type": ["object", "null"], "additionalProperties": True})
class RowField(serializers.JSONField):
    """A row of any list."""


class ChangeSerializer(serializers.Serializer):
    """What became of one row of one list."""

    resource = serializers.ChoiceField([(name, name) for name in LISTS], help_text="Name of the list.")
    key = serializers.CharField(
        help_text="What names the row in its list: the end of its address. /api/v1/<resource>/<key>/ is the row."
    )
    change = serializers.ChoiceField(
        [(word, word) for word in (INSERT, CHANGE, DELETE)],
        help_text="insert: new, or public now. change: some field is another. delete: gone, or no longer public.",
    )
    plan = serializers.SlugField(allow_null=True, help_text="Slug of the plan it is of; null if of none.")
    row = RowField(help_text="The whole row as its list tells it; null where it is gone.")


@extend_schema_serializer(examples=[OpenApiExample("Two changes", EXAMPLE)])
class ChangesSerializer(serializers.Serializer):
    """What a copy is to take in, in this order."""

    cursor = serializers.CharField(help_text="What to give as `since` the next time. Keep it with the copy.")
    more = serializers.BooleanField(help_text="True where there is more to be told at once: ask again.")
    closed = ClosedField()
    changes = ChangeSerializer(many=True, help_text="The changes, in the order of the commits; empty if there is none.")


class LostCopy(APIException):
    """From the cursor that was given no way leads to today."""

    status_code = 410
    default_detail = (
        "From this cursor no way leads to today: it is older than what is kept, or of another database. Forget the "
        "copy and pull everything again, without since."
    )


class ChangesView(APIView):
    """Everything public, and from then on what changes of it."""

    asks = (SINCE, AT_MOST)

    @extend_schema(
        summary="What changed since",
        description="Without a cursor: everything that is public, as inserts. With the cursor of the answer before: "
        "what is new, changed or gone since, each row once, in the order of the commits. A copy that takes in all of "
        "them equals what the lists tell everybody; with a shared key, what they tell this key.",
        parameters=[
            OpenApiParameter(
                SINCE,
                str,
                description="The cursor of the answer before. Without it, everything; now: the cursor of this moment, "
                "for who has no copy to keep.",
            ),
            OpenApiParameter(
                AT_MOST,
                {"type": "integer", "minimum": 1, "maximum": Pages.max_page_size, "default": Pages.max_page_size},
                description="Changes in one answer, from 1 to 1000.",
            ),
        ],
        responses=ChangesSerializer,
    )
    def get(self, request):
        refuse_unknown(request, known=self.asks)
        most = ChangesPages().get_page_size(request)
        try:
            told = tell(request.user, request.query_params.get(SINCE, "").strip(), most)
        except NoCursorError:
            raise ValidationError({SINCE: [NO_CURSOR]}) from None
        except LostError:
            raise LostCopy from None
        body = written(told, request.build_absolute_uri("/")[:-1])
        headers = said_in_header(handling_in(body))
        return HttpResponse(body, content_type="application/json", headers=headers)


def written(told, here):
    """What was Told as JSON, its addresses at `here`, scheme and host."""
    rows = ",".join(line(word, entry) for word, entry in told.changes)
    closed = as_json(handling_in(rows))
    written = f'{{"cursor":"{told.cursor}","more":{as_json(told.more)},"closed":{closed},"changes":[{rows}]}}'
    return written.replace(as_json(NOWHERE)[:-1], as_json(here)[:-1])


def line(word, entry):
    """A change as JSON: what it is, and the row of its Entry, which is JSON already."""
    named = {"resource": entry.resource, "key": entry.key, "change": word, "plan": entry.plan or None}
    return f'{as_json(named)[:-1]},"row":{entry.row or "null"}}}'
