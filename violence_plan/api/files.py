"""Answers that are files: bytes of one media type, and a name that says of what and of which day."""

from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.response import Response

FORMATS = [("json", "JSON"), ("csv", "A table")]


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


class AsFormat:
    """A view that answers JSON, or a CSV file where `format=csv` or the Accept header asks for it."""

    renderer_classes = [JSONRenderer, CsvFileRenderer]

    def perform_content_negotiation(self, request, force=False):
        """What `format` says counts for more than what the request says it accepts."""
        asked = request.query_params.get("format", "").strip()
        named = [renderer for renderer in self.get_renderers() if renderer.format == asked]
        return (named[0], named[0].media_type) if named else super().perform_content_negotiation(request, force)

    @property
    def wants_file(self):
        """True where the answer is to be a file."""
        return self.request.accepted_renderer.format == CsvFileRenderer.format


def file_response(content, name):
    """The answer that hands out bytes as a file of that name."""
    return Response(content, headers={"Content-Disposition": f'attachment; filename="{name}"'})
