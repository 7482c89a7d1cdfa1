"""The filter panel of the action list: what can be chosen, what is, and how to take it back."""

from dataclasses import dataclass
from functools import cached_property

from actions.filters import ORDERS, STATUSES
from actions.models import Access, Alignment, Handling
from actions.parameters import AS_AT, PARAGRAPHS
from partners.tree import walk
from principles.models import Principle

LEAD = [("true", "Nobody leads it"), ("false", "Somebody leads it")]
ALIGNMENT = [("true", "Serves no principle"), ("false", "Serves a principle")]
# What has no field in the panel, but comes by addresses.
NO_FIELD = {"no_theme": {"true": "none", "false": "any"}, "principle_kind": dict(Principle.Kind.choices)}
NO_FIELD |= {
    "access": dict(Access.choices),
    "exempt_paragraph": dict(PARAGRAPHS),
    "handling": dict(Handling.choices),
}
WORDS = {
    "plan": "Plan",
    "strategy": "Strategy",
    "theme": "Theme",
    "no_theme": "Theme",
    "partner": "Led by",
    "principle": "Serves",
    "principle_kind": "Kind of principle",
    "basis": "Basis",
    "at": "Status on",
    "status": "Status",
    "no_lead": "Lead",
    "no_alignment": "Principles",
    "access": "Access",
    "exempt_paragraph": "Exempt under",
    "handling": "Handling",
    "q": "Words",
    "updated_since": "Changed since",
    "ordering": "Order",
}


def within(plan, query):
    """The query string as ActionFilter reads it on a plan's own page: the plan is said by the address."""
    data = query.copy()
    if not data.get("plan"):
        data["plan"] = plan.slug
    return data


@dataclass(frozen=True)
class Option:
    """A value that can be chosen, in words; `chosen` where it is."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Choice:
    """One thing that was chosen: the filter's name and the value, in words; `without` is the query string less it."""

    name: str
    label: str
    without: str


class FilterPanel:
    """What the page shows of the ActionFilter `filters` of one plan to a reader: `held` is what that has for it."""

    NAMES = WORDS
    KEPT = (
        "plan", "theme", "no_theme", "principle_kind", "access", "exempt_paragraph", "handling", "updated_since", AS_AT
    )  # fmt: skip

    def __init__(self, held, filters):
        self.held, self.filters = held, filters
        self.asked = filters.request.GET

    @cached_property
    def labels(self):
        """Per filter that offers choices: its values with their words."""
        return self.shared_labels | {
            "principle": {principle.code: str(principle) for principle in self.held.principles},
            "no_lead": dict(LEAD),
            "no_alignment": dict(ALIGNMENT),
            "ordering": dict(ORDERS) | {f"-{name}": f"{label}, last first" for name, label in ORDERS},
        }

    @property
    def shared_labels(self):
        """The same of the filters that the alignment page has too."""
        leading = ((branch.partner.code, branch.name) for branch in walk(self.held.branches) if branch.total)
        return {
            "strategy": {strategy.ref: str(strategy) for strategy in self.held.strategies},
            "partner": dict(sorted(leading, key=lambda pair: pair[1])),
            "basis": dict(Alignment.Basis.choices),
            "status": dict(STATUSES),
        }

    @cached_property
    def options(self):
        """Per filter that offers choices: its Options. What was asked for and is not among them is kept as typed."""

        def offered(name, labels):
            asked = [value for value in self.asked.getlist(name) if value.strip()]
            unknown = {value: value for value in asked if value not in labels}
            return [Option(value, label, value in asked) for value, label in (labels | unknown).items()]

        return {name: offered(name, labels) for name, labels in self.labels.items()}

    @cached_property
    def chosen(self):
        """Every Choice, in the order of the filters."""
        return [
            Choice(words, (self.labels | NO_FIELD).get(name, {}).get(value, value), self.without(name, value))
            for name, words in self.NAMES.items()
            if name != "ordering"
            for value in self.asked.getlist(name)
            if value.strip()
        ]

    def without(self, name, value):
        """The query string less one choice, from the first page on."""
        rest = self.asked.copy()
        rest.pop("page", None)
        rest.setlist(name, [other for other in rest.getlist(name) if other != value])
        return rest.urlencode()

    @property
    def words(self):
        """What was typed into the search box."""
        return self.asked.get("q", "")

    @property
    def day(self):
        """What was typed as the day of the status."""
        return self.asked.get("at", "")

    @property
    def to_today(self):
        """The way back from another day to this one: the same choice without it."""
        return f"?{self.without('at', self.day)}"

    @property
    def kept(self):
        """Pairs of name and value that came by the address and have no field of their own in the panel."""
        return [(name, value) for name in self.KEPT for value in self.asked.getlist(name)]

    @property
    def more(self):
        """True where something is chosen that the panel folds away."""
        return any(self.asked.get(name) for name in ("basis", "at", "status", "no_lead", "no_alignment", "ordering"))

    @cached_property
    def errors(self):
        """The filters' messages by name, empty where all is well."""
        return self.filters.errors

    @property
    def problems(self):
        """Pairs of a field's name, empty where the panel has no such field, and a message: for the error summary."""
        fields = {"q", "at", *self.labels}
        return [
            (name if name in fields else "", message) for name, messages in self.errors.items() for message in messages
        ]
