"""The tables of frameworks and of their principles."""

from principles.models import Framework, Principle
from tables.cells import Column, Reference
from tables.resources import TableResource

KINDS = Principle.Kind.values


class FrameworkResource(TableResource):
    """Sets of principles, by code."""

    class Meta:
        model = Framework
        import_id_fields = ["code"]
        fields = ["code", "title", "introduction"]

    def place(self, row):
        return (row.code,)


class PrincipleResource(TableResource):
    """Principles by framework: strategic before enabling, then by number."""

    framework = Column(
        attribute="framework", column_name="framework", widget=Reference(Framework, "code", file="frameworks.csv")
    )

    class Meta:
        model = Principle
        import_id_fields = ["framework", "kind", "number"]
        fields = ["framework", "kind", "number", "short_title", "text"]
        related = ("framework",)

    def place(self, row):
        return row.framework.code, KINDS.index(row.kind), row.number
