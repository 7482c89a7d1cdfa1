"""What a reader may ask of the progress page, in the query string, and what the page shows of it."""

from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse

from access.roles import reads_unpublished
from actions.filters import ActionForm
from actions.models import Action, Lead, Plan, ProgressUpdate
from actions.models.visibility import own_actions
from actions.parameters import ReadersFilterSet
from actions.rules import answers_read_by, changes_all, named_of
from partners.models import Partner
from partners.tree import partner_tree, walk
from tables.parameters import Name, OneOf, YesOrNo
from violence_plan.due import LISTS, work

OPEN_ROWS = 10  # of each list; the others are folded away


class ProgressForm(ActionForm):
    """Refuses strategies and partners that the `plan` does not have."""

    plan = None

    def clean(self):
        self.refuse_names_within(Plan.objects.filter(pk=self.plan.pk))
        return self.cleaned_data


class ProgressFilter(ReadersFilterSet):
    """Which list is shown, and of which actions."""

    show = OneOf(choices=LISTS, method="unfiltered", label="List")
    strategy = Name("strategy__ref", label="Strategy")
    partner = Name(method="led_by", label="Led by")
    no_lead = YesOrNo(method="leadless", label="Lead")

    class Meta:
        model = Action
        fields = []
        form = ProgressForm

    def __init__(self, data, *, plan, **kwargs):
        self.plan = plan
        super().__init__(data, **kwargs)

    @property
    def form(self):
        form = super().form
        form.plan = self.plan
        return form

    def unfiltered(self, queryset, name, value):
        """The list is chosen once the rows are sorted into them."""
        return queryset

    def led_by(self, queryset, name, value):
        return queryset.led_within(value)

    def leadless(self, queryset, name, value):
        return queryset.no_lead() if value == "true" else queryset.with_lead()


@dataclass(frozen=True)
class Listed:
    """One list: its name in addresses, its title, and its Works."""

    name: str
    title: str
    works: tuple

    @property
    def open(self):
        """Pairs of a Work in sight and why it is here."""
        return [(one, one.why[self.name]) for one in self.works[:OPEN_ROWS]]

    @property
    def folded(self):
        """Pairs of a Work that is folded away and why it is here."""
        return [(one, one.why[self.name]) for one in self.works[OPEN_ROWS:]]


@dataclass(frozen=True)
class Count:
    """A strategy or a partner: its name, how many actions, and pairs of number and address, one for each list."""

    name: str
    actions: int
    address: str
    cells: tuple


class ProgressPanel:
    """The progress page of one `plan` for its reader on the date `today`; `errors` by name where it asks too much."""

    def __init__(self, plan, request, today):
        self.plan, self.user, self.query, self.today = plan, request.user, request.GET, today
        everything = Action.objects.visible_to(self.user).filter(plan=plan)
        if not self.sees_whole_plan:
            everything = everything.filter(pk__in=Action.objects.filter(own_actions(self.user)).order_by().values("pk"))
        self.filters = ProgressFilter(request.GET, plan=plan, queryset=everything, request=request)
        self.errors = self.filters.errors

    @property
    def sees_whole_plan(self):
        """False for a reporter, who is shown the actions of the own organisation only."""
        return reads_unpublished(self.user)

    @cached_property
    def asked(self):
        """What was asked for, by name, empty where it was not."""
        return {name: self.filters.form.cleaned_data.get(name, "") for name in self.filters.filters}

    @cached_property
    def works(self):
        """The Works of the actions asked for."""
        return work(self.filters.qs, user=self.user, today=self.today)

    @cached_property
    def lists(self):
        """Every list, empty ones too."""
        return [Listed(name, title, tuple(one for one in self.works if name in one.why)) for name, title in LISTS]

    @property
    def narrowed(self):
        """Of what the page shows alone, in words; empty where it is the whole plan."""
        asked, words = self.asked, []
        if asked["strategy"]:
            words.append(f"strategy {asked['strategy']}")
        if asked["partner"]:
            words.append(f"what {Partner.objects.get(code=asked['partner']).name_for(self.user)} leads")
        if asked["no_lead"]:
            words.append("what nobody leads" if asked["no_lead"] == "true" else "what somebody leads")
        return ", ".join(words)

    @property
    def shown(self):
        """The list asked for, else all."""
        return [one for one in self.lists if self.asked["show"] in ("", one.name)]

    @property
    def ticks(self):
        """For the choice of a list: title, number, address, and whether it is chosen; all of them first."""
        every = ("Every list", None, self.address(show=""), not self.asked["show"])
        each = [
            (one.title, len(one.works), self.address(show=one.name), self.asked["show"] == one.name)
            for one in self.lists
        ]
        return [every, *each]

    def address(self, **changes):
        """The address of the page with what was asked for, but for `changes`; what is empty is left out."""
        query = self.query.copy()
        for name, value in changes.items():
            query[name] = value
        kept = {name: value for name, value in query.items() if value}
        query.clear()
        query.update(kept)
        return reverse("progress", args=[self.plan.slug]) + (f"?{query.urlencode()}" if query else "")

    def counted(self, name, works, **asked):
        """The Count of `works`, which the page shows where it is `asked` for them."""
        number = {one: sum(one in each.why for each in works) for one, _ in LISTS}
        cells = tuple((number[one], self.address(show=one, **asked)) for one, _ in LISTS)
        return Count(name, len(works), self.address(show="", **asked), cells)

    @cached_property
    def by_strategy(self):
        """The Count of each strategy with actions, as printed."""
        strategies = {
            one.action.strategy: [] for one in sorted(self.works, key=lambda one: one.action.strategy.position)
        }
        for one in self.works:
            strategies[one.action.strategy].append(one)
        return [self.counted(str(strategy), works, strategy=strategy.ref) for strategy, works in strategies.items()]

    @cached_property
    def by_partner(self):
        """The Count of each partner with all its parts, by name, then that of the actions that nobody leads."""
        by_id = {one.action.pk: one for one in self.works}
        branches = sorted(walk(partner_tree(self.user, action__plan=self.plan)), key=lambda one: one.name.casefold())
        found = []
        for branch in branches:
            if works := [by_id[pk] for pk in branch.with_parts if pk in by_id]:
                found.append(self.counted(branch.name, works, partner=branch.partner.code, no_lead=""))
        unled = [one for one in self.works if not one.action.leads.all()]
        return found + ([self.counted("Nobody", unled, no_lead="true", partner="")] if unled else [])

    @cached_property
    def waiting(self):
        """The updates of the actions asked for that wait for review, as far as the reader may see them."""
        return list(ProgressUpdate.objects.visible_to(self.user).waiting().filter(action__in=self.ids))

    @property
    def publishes(self):
        """Whether the reader publishes what waits."""
        return changes_all(self.user)

    @cached_property
    def disputed(self):
        """The leads of the actions asked for that a partner disputes, as far as the reader may know of it."""
        leads = answers_read_by(self.user, Lead.objects.disputed()).filter(action__in=self.ids)
        return list(leads.select_related("partner").with_action())

    @cached_property
    def named(self):
        """The leads that name the reporter's own organisations in this plan, those without an answer first."""
        leads = named_of(self.user, Lead.objects.filter(action__plan=self.plan)).select_related("partner").with_action()
        return sorted(leads, key=lambda lead: bool(lead.response))

    @property
    def named_open(self):
        """Those of them that are in sight: some of the unanswered, or of all where there is none."""
        return self.named[: min(OPEN_ROWS, self.unanswered or OPEN_ROWS)]

    @property
    def named_folded(self):
        """Those of them that are folded away."""
        return self.named[len(self.named_open) :]

    @property
    def unanswered(self):
        """How many of these have no answer."""
        return sum(not lead.response for lead in self.named)

    @property
    def ids(self):
        """The ids of the actions asked for."""
        return [one.action.pk for one in self.works]
