"""A list of the API as somebody pulls it, plan by plan, without an address that was asked for."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.utils.encoding import iri_to_uri

from tables.json_text import QuickJSONRenderer
from violence_plan.api.lists import LISTS

NOWHERE = "\0"  # stands for the portal's own scheme and host; no text that comes from the database can hold it
AT_ONCE = 1000  # rows


@dataclass(frozen=True)
class Row:
    """A row of a list: its `id` in its table, its `key`, the end of its address in the API, and its `text` as JSON."""

    id: int
    key: str
    text: str


class NowhereRequest(HttpRequest):
    """A reader's request for a list."""

    def __init__(self, reader, **asked):
        super().__init__()
        self.method, self.user, self.GET = "GET", reader, QueryDict(urlencode(asked))

    def build_absolute_uri(self, location=None):
        """The address with NOWHERE in place of scheme and host."""
        return NOWHERE + iri_to_uri(location)


class Pull:
    """The list of that `name`, as `reader` pulls it: rows of `model`, each of a plan, or one, where it `is_of_plan`."""

    def __init__(self, name, reader):
        self.name, self.reader = name, reader
        view = self.view()
        self.model = view.get_queryset().model
        self.is_of_plan = name == "plans" or "plan" in view.all_fields()

    def view(self, **asked):
        """The list's own view, asked for all rows that `asked` leaves."""
        view = LISTS[self.name][0](called=self.name, detail=False)
        view.action_map, view.args, view.kwargs, view.format_kwarg = {"get": "list"}, (), {}, None
        view.request = view.initialize_request(NowhereRequest(self.reader, **asked))
        view.request.user = self.reader
        return view

    def parts(self, plan):
        """The rows, in the list's order, as lists of at most AT_ONCE: those of the plan with that slug, which the
        reader may see, where the list is of plans; else all.
        """
        view = self.view(**({"plan": plan} if plan and self.name != "plans" else {}))
        found = view.filter_queryset(view.get_queryset())
        if self.name == "plans":
            found = found.filter(slug=plan)
        ids = list(found.values_list("pk", flat=True))
        for start in range(0, len(ids), AT_ONCE):
            part = ids[start : start + AT_ONCE]
            rows = view.read(found.filter(pk__in=part))
            yield [Row(pk, view.key_of(row), as_json(row)) for pk, row in zip(part, rows, strict=True)]


def as_json(value):
    """A value, such as a row, as the API writes it."""
    return QuickJSONRenderer().render(value).decode()
