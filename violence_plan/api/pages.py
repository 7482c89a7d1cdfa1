"""Lists come in numbered pages: `{count, next, previous, results, closed}`."""

import re

from django.contrib.postgres.expressions import ArraySubquery
from django.core.paginator import EmptyPage, Page, Paginator
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.pagination import PageNumberPagination

from access.handling import said_in_header
from tables.keys import AmongKeys
from violence_plan.api.closed import CLOSED_FIELD, CLOSED_SCHEMA

WHOLE = re.compile(r"[1-9][0-9]{0,8}")


def whole_number(request, name, default):
    """The parameter `name` as a number from 1, `default` where it is not given. Raises ValidationError."""
    asked = request.query_params.get(name) or str(default)
    if not WHOLE.fullmatch(asked):
        raise ValidationError({name: ["Give a whole number, 1 or more."]})
    return int(asked)


class KeysFirst(Paginator):
    """Pages of a queryset whose order leaves no two rows equal, or of a tuple of rows.

    The keys of a page's rows are found before anything of the rows is read, which would else be read of all the rows
    before them too; those of the second half from the end. The first page is there whatever the count, which is not
    asked for then.
    """

    def page(self, number):
        if number > 1:
            self.validate_number(number)
        start = (number - 1) * self.per_page
        return Page(self.chosen(start, start + self.per_page), number, self)

    def chosen(self, start, stop):
        """The rows from `start`, counted from 0, up to before `stop`, or to the end."""
        if isinstance(self.object_list, tuple):
            return self.object_list[start:stop]
        keys = self.object_list.values("pk")
        if start and start + stop > self.count:
            keys, start, stop = keys.reverse(), max(self.count - stop, 0), self.count - start
        return self.object_list.filter(AmongKeys("pk", ArraySubquery(keys[start:stop])))


class Pages(PageNumberPagination):
    """Pages of 50 rows, or as many as `page_size` says."""

    page_size = 50
    max_page_size = 1000
    page_size_query_param = "page_size"
    page_query_description = "Number of the page, from 1. A page that is not there is a 404."
    page_size_query_description = "Rows per page, from 1 to 1000."

    def paginate_queryset(self, queryset, request, view=None):
        self.request = request
        number = whole_number(request, self.page_query_param, 1)
        pages = KeysFirst(queryset, self.get_page_size(request))
        try:
            self.page = pages.page(number)
        except EmptyPage:
            there_are = "1 page" if pages.num_pages == 1 else f"{pages.num_pages} pages"
            raise NotFound(
                {self.page_query_param: [f"There is no page {number}: this list has {there_are}."]}
            ) from None
        return self.page.object_list

    def settle(self, rows):
        """Spare the count where `rows`, those of the page, tell it: a first page that is not full has them all."""
        if self.page.number == 1 and len(rows) < self.page.paginator.per_page:
            self.page.paginator.count = len(rows)

    def get_paginated_response(self, data, closed=()):
        """The page with the rows `data`; `closed` are the marks of what of them the public does not read."""
        response = super().get_paginated_response(data)
        response.data[CLOSED_FIELD] = list(closed)
        for name, value in said_in_header(closed).items():
            response.headers[name] = value
        return response

    def get_page_size(self, request):
        size = whole_number(request, self.page_size_query_param, self.page_size)
        if size > self.max_page_size:
            raise ValidationError({self.page_size_query_param: [f"Give {self.max_page_size} or less."]})
        return size

    def get_schema_operation_parameters(self, view):
        page, size = super().get_schema_operation_parameters(view)
        page["schema"] |= {"minimum": 1, "default": 1}
        size["schema"] |= {"minimum": 1, "maximum": self.max_page_size, "default": self.page_size}
        return [page, size]

    def get_paginated_response_schema(self, schema):
        def link(which, example):
            return {
                "type": ["string", "null"],
                "format": "uri",
                "description": f"Address of the {which} page, with the same filters; null if there is none.",
                "example": example,
            }

        return {
            "type": "object",
            "required": ["count", "next", "previous", "results", CLOSED_FIELD],
            "properties": {
                "count": {"type": "integer", "description": "Number of rows on all pages.", "example": 1},
                "next": link("next", None),
                "previous": link("previous", None),
                "results": schema,
                CLOSED_FIELD: CLOSED_SCHEMA,
            },
        }
