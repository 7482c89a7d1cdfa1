"""What a reader may ask of the alignment page, in the query string, and what the page shows of it."""

from functools import cached_property

from django.http import QueryDict
from django.urls import reverse

from actions.filter_panel import FilterPanel
from actions.filters import STATUSES, ActionForm
from actions.models import Action, Alignment, Plan
from actions.parameters import AS_AT, ReadersFilterSet
from partners.models import Partner
from principles.models import Principle
from tables.parameters import Choices, Name, OneOf, given

ROWS = [
    ("strategy", "By strategy"),
    ("partner", "By partner"),
    ("theme", "By theme"),
    ("action", "By action, within one strategy"),
]
BASIS_SWITCH = [  # label and bases of what the page offers, the widest first
    ("All", None),
    ("Stated and inherited", ("stated", "inherited")),
    ("Stated only", ("stated",)),
    ("Assessed by officers", ("assessed",)),
]


class AlignmentForm(ActionForm):
    """Refuses what the `plan` does not have, and rows of actions without a strategy.

    `kind_name` is what the field is called that chooses principles of one kind.
    """

    plan = None
    kind_name = "kind"

    def clean(self):
        self.refuse_names_within(Plan.objects.filter(pk=self.plan.pk))
        asked = self.cleaned_data
        if asked.get("rows") == "action" and not asked.get("strategy"):
            self.add_error("rows", "Choose a strategy too: actions are shown row by row within one strategy only.")
        kind = asked.get(self.kind_name)
        if kind and not Principle.objects.filter(framework=self.plan.framework_id, kind=kind).exists():
            label = Principle.Kind(kind).label.lower()
            self.add_error(self.kind_name, f"This plan has no principle of the kind “{label}”.")
        return asked


class MatrixFilter(ReadersFilterSet):
    """What the rows are, and which actions and alignments count. It reads; it filters nothing itself."""

    rows = OneOf(choices=ROWS)
    strategy = Name()
    partner = Name()
    status = Choices(choices=STATUSES)
    basis = Choices(choices=Alignment.Basis.choices)

    class Meta:
        model = Action
        fields = []
        form = AlignmentForm

    def __init__(self, data, *, plan, **kwargs):
        self.plan = plan
        super().__init__(data, **kwargs)

    @property
    def form(self):
        form = super().form
        form.plan = self.plan
        return form

    @property
    def choice(self):
        """What alignment_matrix takes, by name."""
        read = self.form.cleaned_data
        strategies = self.plan.strategies.visible_to(self.request.user).select_related("plan")
        partners = Partner.objects.visible_to(self.request.user)
        return {
            "rows": read["rows"],
            "bases": read["basis"] or None,
            "kind": read[self.form.kind_name],
            "strategy": strategies.get(ref=read["strategy"]) if read["strategy"] else None,
            "partner": partners.known_as(read["partner"]) if read["partner"] else None,
            "statuses": tuple(status for status, _ in STATUSES if status in read["status"]),
        }


class AlignmentFilter(MatrixFilter):
    """The same, and principles of which kind count: what the page takes."""

    kind = OneOf(choices=Principle.Kind.choices)


class AlignmentPanel(FilterPanel):
    """What the alignment page shows of its AlignmentFilter: what can be chosen, what is, and how to take it back."""

    NAMES = {
        "strategy": "Strategy",
        "partner": "Led by",
        "status": "Status",
        "kind": "Principles",
        "basis": "Basis",
    }
    KEPT = (AS_AT,)

    @cached_property
    def labels(self):
        kinds = {principle.kind for principle in self.held.principles}
        return self.shared_labels | {
            "rows": dict(ROWS),
            "kind": {kind: label for kind, label in Principle.Kind.choices if kind in kinds},
        }

    @property
    def path(self):
        """The page's address, without what is asked."""
        return reverse("alignment", args=[self.held.plan.slug])

    @property
    def more(self):
        """True where something is wrong in what the page folds away."""
        return bool(self.errors)

    @property
    def basis_switch(self):
        """Triples: a label, its query string, and whether it is what counts."""
        every = set(Alignment.Basis.values)
        asked = {value for value in self.asked.getlist("basis") if value} or every
        return [
            (label, self.link(basis=bases or []), not self.errors and asked == set(bases or every))
            for label, bases in BASIS_SWITCH
        ]

    @property
    def rows_switch(self):
        """Triples: a label, its query string, and what the rows then are. To compare strategies, leave the one."""
        offered = ROWS if self.asked.get("strategy") and not self.errors else ROWS[:-1]
        return [
            (
                label.partition(",")[0],
                self.link(strategy=[], rows=[]) if value == "strategy" else self.link(rows=[value]),
                value,
            )
            for value, label in offered
        ]

    @property
    def query(self):
        """The query string of what is shown."""
        return self.link()

    def link(self, **changes):
        """The query string with other values for these names; of what is wrong nothing is kept."""
        query = QueryDict(mutable=True) if self.errors else given(self.asked)
        for name, values in changes.items():
            query.setlist(name, values)
        return query.urlencode()
