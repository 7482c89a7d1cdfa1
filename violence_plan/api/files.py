"""Answers that are files: bytes of one media type, and a name that says of what and of which day."""

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter
from rest_framework.renderers import BaseRenderer
from rest_framework.response import Response
from rest_framework.settings import api_settings

from tables.parameters import FORMAT, given, one_of
from tables.rows import ByFormat

FORMATS = [("json", "JSON"), ("csv", "A table")]


def format_parameter(table):
    """The parameter `format` for the API's description; `table` says what the CSV file holds."""
    return OpenApiParameter(
        FORMAT,
        str,
        enum=[name for name, _ in FORMATS],
        default="json",
        description=f"csv: a file with {table}; as if text/csv were accepted.",
    )


def wrong_format(query):
    """What is wrong with `format` in the QueryDict `query`: messages by name, empty where all is well."""
    asked = given(query).get(FORMAT, FORMATS[0][0])
    return {} if asked in dict(FORMATS) else {FORMAT: [one_of(FORMATS)["invalid_choice"]]}


class FileRenderer(BaseRenderer):
    """Sends the bytes that a view has made, as they are."""

    charset = None
    render_style = "binary"

    def render(self, data, accepted_media_type=None, renderer_context=None):
        return data


class CsvFileRenderer(FileRenderer):
    """Sends a table as CSV."""

    media_type = "text/csv"
    format = "csv"
    charset = "utf-8"


class AsFormat(ByFormat):
    """A view that answers JSON, or a CSV file where `format=csv` or the Accept header asks for it."""

    renderer_classes = [*api_settings.DEFAULT_RENDERER_CLASSES, CsvFileRenderer]

    @property
    def wants_file(self):
        """True where the answer is to be a file."""
        return self.request.accepted_renderer.format == CsvFileRenderer.format


def file_response(content, name, also=None):
    """The answer that hands out `content`, bytes or what JSON can hold, as a file of that name; `also` are headers."""
    return Response(content, headers={"Content-Disposition": f'attachment; filename="{name}"'} | (also or {}))


def dated(*parts, ending):
    """A name of a file: what it is of, and the day it is made: “anytown-gaps-2026-11-28.csv”."""
    return f"{'-'.join([*parts, str(timezone.localdate())])}.{ending}"
