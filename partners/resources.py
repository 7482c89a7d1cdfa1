"""The tables of partners, of their other names and of codes that they had."""

from heapq import heapify, heappop, heappush

from access.roles import reads_names
from partners.models import Alias, FormerCode, Partner
from tables.cells import Column, Reference
from tables.resources import TableResource

# What stands for a private person's name in a table for everybody: its own public name would not load again, since no
# person may be called as the public reads it.
WITHHELD = "[name withheld]"


def partner_column(name):
    """A column that names a partner by its code."""
    return Column(attribute=name, column_name=name, widget=Reference(Partner, "code", file="partners.csv"))


class PartnerResource(TableResource):
    """Who leads. A row stands below the partner it belongs to and below its successor, otherwise by code."""

    parent = partner_column("parent")
    succeeded_by = partner_column("succeeded_by")

    open_words = {"name": f"Full name; of a private person {WITHHELD}."}
    masks = (WITHHELD,)

    class Meta:
        model = Partner
        import_id_fields = ["code"]
        fields = [
            "code",
            "name",
            "kind",
            "parent",
            "public_name",
            "succeeded_by",
            "succeeded_on",
            "description",
        ]
        related = ("parent", "succeeded_by")

    def arranged(self, rows):
        by_code = {partner.code: partner for partner in rows}
        above = {code: self._named_by(partner) & by_code.keys() for code, partner in by_code.items()}
        ready = [code for code, needed in above.items() if not needed]
        heapify(ready)
        order = []
        while ready:
            order.append(heappop(ready))
            for code, needed in above.items():
                if order[-1] in needed:
                    needed.remove(order[-1])
                    if not needed:
                        heappush(ready, code)
        # A partner may belong to the very one that it succeeds; no order suits such a pair, but none is left out.
        return [by_code[code] for code in order + sorted(by_code.keys() - set(order))]

    def masked(self, row):
        if row.is_private:
            row.name = WITHHELD
        return row

    @staticmethod
    def _named_by(partner):
        return {other.code for other in (partner.parent, partner.succeeded_by) if other}


class AliasResource(TableResource):
    """Other spellings of partners' names, by name."""

    partner = partner_column("partner")

    class Meta:
        model = Alias
        import_id_fields = ["name"]
        fields = ["name", "partner"]
        related = ("partner",)

    def visible_to(self, queryset, reader):
        """Spellings of whom this reader may know of; of a private person's name only those who read names see any."""
        seen = super().visible_to(queryset, reader)
        return seen if reads_names(reader) else seen.exclude(partner__kind=Partner.Kind.PERSON)

    def place(self, row):
        return row.name.casefold(), row.name


class FormerCodeResource(TableResource):
    """Codes that partners had before, in the order in which they were lost."""

    partner = partner_column("partner")

    class Meta:
        model = FormerCode
        import_id_fields = ["partner", "code"]
        columns = {"code": "former_code"}
        fields = ["partner", "code"]
        related = ("partner",)

    def place(self, row):
        return row.pk
