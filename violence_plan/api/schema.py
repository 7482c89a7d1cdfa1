"""What the OpenAPI description says of every list and every row alike."""

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter

from tables.parameters import FIELDS, FORMAT
from tables.rows import RowsViewSet

FORMAT_PARAMETER = OpenApiParameter(
    FORMAT,
    str,
    enum=["json", "csv"],
    default="json",
    description="csv: all rows as one table, or with page or page_size one page of them; as if text/csv were accepted.",
)


class Schema(AutoSchema):
    """The description of an operation."""

    def get_override_parameters(self):
        """The parameters that the view itself names, and those that all lists and rows have."""
        parameters = super().get_override_parameters()
        if not isinstance(self.view, RowsViewSet):
            return parameters
        fields = OpenApiParameter(
            FIELDS,
            str,
            many=True,
            explode=False,
            enum=list(self.view.all_fields()),
            description="Only these fields, by name, with commas between them; all where it is not given.",
        )
        return [*parameters, fields, *([] if self.view.detail else [FORMAT_PARAMETER])]
