"""Rows as the API hands them out: a list and one of its rows, as JSON or as a table of cells.

Whatever reads the rows from the database gives plain dicts, in the order of the serializer's fields; what is left out
of them (`fields`), and how they become cells, is made of these dicts alone.
"""

from urllib.parse import quote

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema, extend_schema_view
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from access.handling import handling_of, said_in_header
from tables.flat import TableRenderer
from tables.json_text import QuickJSONRenderer
from tables.parameters import FIELDS, FORMAT, one_of, shown

MOST_ROWS = 10_000  # of one table: it is made in memory


def described(*, many, one, keys, parameters=()):
    """A decorator of a RowsViewSet for the API's description: `many` and `one` are pairs of a title and a sentence.

    `keys` maps the names in the address of one row to their type and meaning and, where the example of a row has no
    field of that name, to a value.
    """
    in_address = [
        OpenApiParameter(
            name,
            kind,
            OpenApiParameter.PATH,
            description=meaning,
            examples=[OpenApiExample("One", value) for value in values],
        )
        for name, (kind, meaning, *values) in keys.items()
    ]
    return extend_schema_view(
        list=extend_schema(summary=many[0], description=many[1]),
        retrieve=extend_schema(summary=one[0], description=one[1], parameters=[*in_address, *parameters]),
    )


class ByFormat:
    """A view that answers in the form that the parameter `format` names, else in the one that the request accepts."""

    def perform_content_negotiation(self, request, force=False):
        """What `format` says counts for more than what the request says it accepts."""
        asked = request.query_params.get(FORMAT, "").strip()
        named = [renderer for renderer in self.get_renderers() if renderer.format == asked]
        return (named[0], named[0].media_type) if named else super().perform_content_negotiation(request, force)


class RowsViewSet(ByFormat, ReadOnlyModelViewSet):
    """A list of rows and each row of it, by its keys.

    `called` is the list's name in its address; `keys` maps the names in the address of one row to lookups;
    `known_of_one` are the parameters that others read of one row. A list takes `fields` and `format`, a row `fields`.
    """

    called = ""
    keys = {}
    known_of_one = ()
    renderer_classes = [QuickJSONRenderer, TableRenderer]
    most_rows = MOST_ROWS

    @classmethod
    def asks(cls, *, detail, **_):
        """Names of the parameters that a list, or with `detail` one row of it, may be asked."""
        if detail:
            return (*cls.known_of_one, FIELDS)
        paging = cls.pagination_class.page_query_param, cls.pagination_class.page_size_query_param
        return (*cls.filterset_class.base_filters, FIELDS, FORMAT, *paging)

    def read(self, found):
        """The rows of `found`, a queryset of at most one page or a list of rows, as dicts in the order of the fields.

        The one place to read rows in a quicker way than through the serializer.
        """
        return self.get_serializer(found, many=True).data

    def list(self, request, *args, **kwargs):
        found = self.filter_queryset(self.get_queryset())
        if request.accepted_renderer.format == TableRenderer.format:
            return self.table(found)
        rows = self.read(self.paginate_queryset(found))
        self.paginator.settle(rows)
        return self.paginator.get_paginated_response(self.less(rows), self.closed_in(rows))

    def table(self, found):
        """The response that is a file of all the rows `found`, or of the page that is asked for."""
        paging = (self.paginator.page_query_param, self.paginator.page_size_query_param)
        if any(self.request.query_params.get(name) for name in paging):
            found = self.paginate_queryset(found)
        elif (count := found.count()) > self.most_rows:
            raise ValidationError(
                {
                    FORMAT: [
                        f"This table has {count} rows, and one file takes {self.most_rows}. Narrow it by other "
                        "parameters, or ask for it page by page: page_size=1000&page=1."
                    ]
                }
            )
        headers = {"Content-Disposition": f'attachment; filename="{self.file_name()}"'}
        rows = self.read(found)
        return self.marked(Response(self.less(rows), headers=headers), rows)

    def retrieve(self, request, *args, **kwargs):
        rows = self.read([self.get_object()])
        return self.marked(Response(self.less(rows)[0]), rows)

    def marked(self, response, rows):
        """The `response`, with a header that says so where any of `rows`, of all fields, is closed to the public."""
        for name, value in said_in_header(self.closed_in(rows)).items():
            response.headers[name] = value
        return response

    def closed_in(self, rows):
        """What of `rows`, of all fields, the public does not read."""
        return handling_of(rows) if self.request.user.is_authenticated else []  # strangers read nothing that is

    def get_object(self):
        """The row of these keys. Raises Http404."""
        rows = self.filter_queryset(self.get_queryset())
        try:
            return get_object_or_404(rows, **{lookup: self.kwargs[name] for name, lookup in self.keys.items()})
        except ValueError:  # a NUL in the address
            raise Http404 from None

    @classmethod
    def key_of(cls, row):
        """What names a row, a dict, at the end of its address."""
        return "/".join(quote(str(value), safe="") for value in cls.key_values(row))

    @classmethod
    def key_values(cls, row):
        """The values of `keys` in a row, a dict, in their order."""
        return [row[name] for name in cls.keys]

    def less(self, rows):
        """The `rows` with no more than the fields that are asked for."""
        if not self.fields_asked():
            return rows
        return [{name: row[name] for name in self.fields_asked()} for row in rows]

    def file_name(self):
        """What a file of the list is called: the plan where one is asked for, the list, the day."""
        parts = (self.request.query_params.get("plan", "").strip(), self.called, f"{timezone.localdate()}")
        return f"{'-'.join(filter(None, parts))}.csv"

    def all_fields(self):
        """The serializer's fields by name, in order."""
        return self.get_serializer_class()().fields

    def fields_asked(self):
        """The names of the fields that are asked for, each once; empty where all are."""
        asked = self.request.query_params.get(FIELDS, "").strip()
        return list(dict.fromkeys(name.strip() for name in asked.split(","))) if asked else []

    def chosen_fields(self):
        """The serializer's fields that are asked for, by name, in the order asked for; all where none is."""
        every = self.all_fields()
        return {name: every[name] for name in self.fields_asked() or every}

    def refusals(self):
        """Messages by parameter: what `fields` and `format` ask for that there is not."""
        formats = [(renderer.format, "") for renderer in self.renderer_classes]
        wrong = {}
        if asked := self.fields_asked():  # most ask for none, and to name all takes a serializer
            every = self.all_fields()
            unknown = next((name for name in asked if name not in every), None)
            if unknown is not None:
                wrong[FIELDS] = [f"There is no field “{shown(unknown)}”. Fields here: {', '.join(every)}."]
        if self.request.query_params.get(FORMAT, "").strip() not in ("", *dict(formats)):
            wrong[FORMAT] = [one_of(formats)["invalid_choice"]]
        return wrong

    def get_renderers(self):
        """One row comes as JSON alone."""
        return super().get_renderers()[: 1 if self.detail else None]
