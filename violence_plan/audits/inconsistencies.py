"""Rules of the data that no constraint holds: they reach over tables and rows, or are of what is made of other rows."""

from django.contrib.auth.models import AnonymousUser

from access.roles import Role
from actions.alignment import inherited, stated_rows
from actions.models import Alignment, AlignmentRejection, Plan, SearchEntry
from actions.models.search import SAID
from violence_plan.api.lists import LISTS
from violence_plan.audits.findings import found, rows_of
from violence_plan.ledger.pulling import Pull
from violence_plan.models import Entry, Ledger
from violence_plan.search.kinds import KINDS

OF_ROLE = (
    "SELECT 'user ' || u.id FROM auth_user u JOIN auth_user_groups m ON m.user_id = u.id JOIN auth_group g "
    "ON g.id = m.group_id WHERE u.is_active AND g.name = '{role}' "
    "AND NOT EXISTS (SELECT FROM {table} x WHERE x.user_id = u.id)"
)
# Rule, sentence, and a SELECT of the names of the rows that break it.
RULES = [
    (
        "update-before-plan",
        "Progress is dated before its plan begins",
        "SELECT u.uid FROM actions_progressupdate u JOIN actions_action a ON a.id = u.action_id "
        "JOIN actions_plan p ON p.id = a.plan_id WHERE u.reported_on < p.period_start AND u.publication <> 'withdrawn'",
    ),
    (
        "lead-after-succession",
        "Actions that begin after a partner was succeeded still name it as a lead",
        "SELECT DISTINCT a.uid FROM actions_lead l JOIN actions_action a ON a.id = l.action_id "
        "JOIN partners_partner r ON r.id = l.partner_id WHERE a.starts_on >= r.succeeded_on",
    ),
    (
        "number-of-another-strategy",
        "An action's number begins with that of another strategy of its plan",
        "SELECT DISTINCT a.uid FROM actions_action a JOIN actions_strategy s ON s.id = a.strategy_id "
        "JOIN actions_strategy o ON o.plan_id = a.plan_id AND o.id <> s.id "
        "WHERE starts_with(a.ref, o.ref || '.') AND NOT starts_with(a.ref, s.ref || '.')",
    ),
    (
        "session-of-nobody",
        "Sessions live of people who may not sign in",
        "SELECT DISTINCT 'user ' || u.id FROM accounts_session s JOIN auth_user u ON u.id = s.user_id "
        "WHERE NOT u.is_active AND s.expire_date > now()",
    ),
    (
        "reporter-of-nobody",
        "Partner reporters report for no partner",
        OF_ROLE.format(role=Role.PARTNER_REPORTER.value, table="partners_membership"),
    ),
    (
        "lead-of-no-strategy",
        "Strategy leads lead no strategy",
        OF_ROLE.format(role=Role.STRATEGY_LEAD.value, table="actions_strategylead"),
    ),
]


class Everybody(AnonymousUser):
    """A reader of everything who is nobody's account."""

    is_authenticated = is_active = True
    _roles = frozenset({Role.ADMINISTRATOR})


def check_inconsistencies():
    """Every rule that is broken, as a list of Finding."""
    broken = [found(rule, sentence, [name for (name,) in rows_of(sql)]) for rule, sentence, sql in RULES]
    return [finding for each in (*broken, merged_cells(), search_entries(), ledger()) for finding in each]


def merged_cells():
    """Actions whose inherited principles are not those that follow from the merged cells above them."""
    wrong = set()
    for plan in Plan.objects.exclude(framework=None):
        uids = dict(plan.actions.values_list("ref", "uid"))
        links = Alignment.objects.filter(action__plan=plan)
        key = ("action__ref", "principle__kind", "principle__number")
        of_plan = {"principle__framework": plan.framework_id}
        said = set(links.filter(**of_plan).exclude(basis=Alignment.Basis.INHERITED).values_list(*key))
        said |= set(AlignmentRejection.objects.filter(action__plan=plan, **of_plan).values_list(*key))
        stand = set(links.filter(basis=Alignment.Basis.INHERITED).values_list(*key, "inherited_from__ref"))
        rows = {(row.ref, *row.label, row.inherited_from) for row in inherited(stated_rows(plan))}
        wrong |= {uids[row[0]] for row in stand ^ {row for row in rows if row[:3] not in said}}
    return found("merged-cells", "Inherited principles are not those that the merged cells above cover", wrong)


def search_entries():
    """Rows of which a search knows other words than they have, or that it does not know, or that are gone."""
    stand = {tuple(row[:3]): row[3] for row in SearchEntry.objects.values_list("kind", "row_id", "face", "said")}
    follow = {}
    for kind in KINDS.values():
        faces = {"public": AnonymousUser(), "named": Everybody()} if kind.name == "partner" else {"": Everybody()}
        for face, reader in faces.items():
            # What strangers may know of is another question; their words are those of every row.
            rows = kind.rows(reader).order_by().annotate(words=SAID).values_list("pk", "words")
            follow |= {(kind.name, pk, face): words for pk, words in rows}
    wrong = [key for key in stand.keys() | follow.keys() if stand.get(key) != follow.get(key)]
    hidden = {
        key for key in wrong if key[2] == "public" and key not in follow
    }  # of partners that strangers do not read
    names = {f"{kind} {row}" for kind, row, face in set(wrong) - hidden}
    return found("search-entries", "A search knows other words of rows than they have", names)


def ledger():
    """Lists of which a ledger that is up to date tells copies other rows than strangers read."""
    stand = Ledger.objects.beside_the_data().filter(audience="public").first()
    if stand is None or stand.is_behind:
        return []  # the next poll brings it up to date before it tells anybody
    wrong = []
    for name in LISTS:
        told = set(Entry.objects.filter(ledger=stand, resource=name, gone=False).values_list("row_id", flat=True))
        shown = set(Pull(name, AnonymousUser()).view().get_queryset().values_list("pk", flat=True))
        wrong += [f"{name} {key}" for key in told ^ shown]
    return found("ledger", "Copies are told other rows than the lists show", wrong)
