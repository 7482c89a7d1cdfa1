"""What a stranger could read in this database and should not.

The rules are told here a second time, in SQL of their own, from docs/privacy.md and not from `visible_to`: what both
tellings get wrong no audit finds, what one gets wrong it does. Held against them are the API's lists as a stranger
pulls them, the entries that a search looks in, and the ledger that copies are told from.
"""

from django.contrib.auth.models import AnonymousUser
from django.db import connection

from violence_plan.api.lists import LISTS
from violence_plan.audits.findings import found, rows_of
from violence_plan.ledger.pulling import Pull

OPEN_PLAN = "p.publication = 'published' AND p.access = 'open' AND p.handling = 'official'"
OPEN_STRATEGY = f"s.publication = 'published' AND {OPEN_PLAN}"
OPEN_ACTION = f"a.publication = 'published' AND a.access = 'open' AND a.handling = 'official' AND {OPEN_STRATEGY}"
STRATEGIES = "actions_strategy s JOIN actions_plan p ON p.id = s.plan_id"
ACTIONS = f"actions_action a JOIN ({STRATEGIES}) ON s.id = a.strategy_id"
IS_PUBLIC_ACTION = f"IN (SELECT a.id FROM {ACTIONS} WHERE {OPEN_ACTION})"
IS_PUBLIC_STRATEGY = f"IN (SELECT s.id FROM {STRATEGIES} WHERE {OPEN_STRATEGY})"
IS_PUBLIC_PLAN = f"IN (SELECT p.id FROM actions_plan p WHERE {OPEN_PLAN})"
OF_PLAN = f"x.plan_id {IS_PUBLIC_PLAN} AND (x.strategy_id IS NULL OR x.strategy_id {IS_PUBLIC_STRATEGY})"
# Which rows strangers may know of: list of the API, its table, and the condition on a row `x`.
PUBLIC = {
    "plans": ("actions_plan", f"x.id {IS_PUBLIC_PLAN}"),
    "strategies": ("actions_strategy", f"x.id {IS_PUBLIC_STRATEGY}"),
    "themes": ("actions_theme", f"x.strategy_id {IS_PUBLIC_STRATEGY}"),
    "actions": ("actions_action", f"x.id {IS_PUBLIC_ACTION}"),
    "alignments": (
        "actions_alignment",
        f"x.action_id {IS_PUBLIC_ACTION} OR (x.action_id IS NULL AND x.strategy_id {IS_PUBLIC_STRATEGY})",
    ),
    "milestones": ("actions_milestone", f"x.action_id {IS_PUBLIC_ACTION}"),
    "indicators": ("actions_indicator", OF_PLAN),
    "measurements": (
        "actions_measurement",
        f"EXISTS (SELECT FROM actions_indicator i WHERE i.id = x.indicator_id AND {OF_PLAN.replace('x.', 'i.')})",
    ),
    "updates": (
        "actions_progressupdate",
        f"x.publication = 'published' AND x.access = 'open' AND x.handling = 'official' "
        f"AND x.action_id {IS_PUBLIC_ACTION}",
    ),
    "notes": ("actions_sourcenote", f"{OF_PLAN} AND (x.action_id IS NULL OR x.action_id {IS_PUBLIC_ACTION})"),
    "glossary": ("actions_glossaryterm", f"x.plan_id {IS_PUBLIC_PLAN}"),
    "sections": (
        "actions_section",
        f"EXISTS (SELECT FROM {STRATEGIES} WHERE s.section_id = x.id AND {OPEN_STRATEGY})",
    ),
}
SEARCHED = {
    "plan": "plans", "section": "sections", "strategy": "strategies", "theme": "themes", "action": "actions",
    "update": "updates", "note": "notes", "acronym": "glossary",
}  # fmt: skip
WITH_UID = {"actions_strategy", "actions_theme", "actions_action", "actions_progressupdate"}
# Texts that strangers read: list, columns. Printed cells that may hold a name are masked, so they are not among them.
TEXTS = {
    "plans": ("title", "introduction"),
    "strategies": ("title", "text", "expected_outcome"),
    "themes": ("title", "text", "objective"),
    "actions": ("text", "expected_outcome"),
    "milestones": ("text",),
    "updates": ("narrative",),
    "notes": ("subject", "note"),
    "sections": ("title", "introduction"),
}
SHORTEST_NAME = 5  # letters; a shorter name stands in many a word
# Partners that a public row names, as lead of a public action or as owner of a strategy; and whom the row of one of
# these names: the whole it is a part of, and who took over.
NAMED_PARTNERS = f"""
WITH RECURSIVE named(id) AS (
    SELECT l.partner_id FROM actions_lead l WHERE l.action_id {IS_PUBLIC_ACTION}
    UNION SELECT s.owner_id FROM actions_strategy s WHERE s.owner_id IS NOT NULL AND s.id {IS_PUBLIC_STRATEGY}
    UNION SELECT above.id FROM partners_partner r JOIN named n ON n.id = r.id,
        LATERAL (VALUES (r.parent_id), (r.succeeded_by_id)) above(id) WHERE above.id IS NOT NULL
)
SELECT id FROM named
"""
# Frameworks that no plan has, that a public plan has, or of which a public alignment names a principle.
KNOWN_FRAMEWORKS = f"""
SELECT f.id FROM principles_framework f
WHERE NOT EXISTS (SELECT FROM actions_plan p WHERE p.framework_id = f.id)
   OR EXISTS (SELECT FROM actions_plan p WHERE p.framework_id = f.id AND {OPEN_PLAN})
   OR EXISTS (SELECT FROM actions_alignment x JOIN principles_principle q ON q.id = x.principle_id
              WHERE q.framework_id = f.id AND ({PUBLIC["alignments"][1]}))
"""


def audit_visibility():
    """What strangers could read and should not, as a list of Finding."""
    public = {name: public_ids(name) for name in PUBLIC}
    return [
        *(finding for name in LISTS if name in PUBLIC for finding in of_list(name, public[name])),
        *(finding for kind, name in SEARCHED.items() for finding in of_search(kind, name, public[name])),
        *(finding for name in LISTS if name in PUBLIC for finding in of_ledger(name, public[name])),
        *partners_of_nothing(),
        *frameworks_of_nothing(),
        *(finding for name in TEXTS for finding in names_in(name)),
    ]


def public_ids(name):
    """The ids of the rows of a list that strangers may know of, by the rules as they are told here."""
    table, condition = PUBLIC[name]
    return {key for (key,) in rows_of(f"SELECT x.id FROM {table} x WHERE {condition}")}


def named(name, keys):
    """How rows of a list are named in a finding: by uid, else by table and number."""
    table, _ = PUBLIC[name]
    if table not in WITH_UID:
        return [f"{table} {key}" for key in keys]
    known = dict(rows_of(f"SELECT id, uid FROM {table} WHERE id = ANY(%s)", [list(keys)]))
    return [known.get(key, f"{table} {key}") for key in keys]


def of_list(name, public):
    """Rows that a list of the API shows to strangers and that are not public."""
    shown = set(Pull(name, AnonymousUser()).view().get_queryset().values_list("pk", flat=True))
    return found(
        f"list-{name}", f"Strangers read rows of /api/v1/{name}/ that are not public", named(name, shown - public)
    )


def of_search(kind, name, public):
    """Rows whose words strangers find and that are not public."""
    entries = {
        key for (key,) in rows_of("SELECT row_id FROM actions_searchentry WHERE kind = %s AND is_public", [kind])
    }
    return found(f"search-{kind}", f"Strangers find rows ({kind}) that are not public", named(name, entries - public))


def of_ledger(name, public):
    """Rows that copies would be told of from a ledger that is up to date, and that are not public."""
    told = rows_of(
        "SELECT e.row_id FROM violence_plan_entry e JOIN violence_plan_ledger l ON l.audience = e.ledger_id "
        "WHERE l.audience = 'public' AND NOT e.gone AND e.resource = %s AND l.turn = "
        "(SELECT coalesce(max(number), 0) FROM history_revision WHERE scope = 'all')",
        [name],
    )
    rows = named(name, {key for (key,) in told} - public)
    return found(f"ledger-{name}", f"Copies are told rows of /api/v1/{name}/ that are not public", rows)


def partners_of_nothing():
    """Partners that strangers read although no public row names them or a part of them."""
    shown = dict(Pull("partners", AnonymousUser()).view().get_queryset().values_list("pk", "code"))
    named_ones = {key for (key,) in rows_of(NAMED_PARTNERS)}
    rows = [code for key, code in shown.items() if key not in named_ones]
    return found("partners-of-nothing", "Strangers read partners that no public row names", rows)


def frameworks_of_nothing():
    """Frameworks that strangers read although only unpublished plans have them for their own."""
    shown = dict(Pull("frameworks", AnonymousUser()).view().get_queryset().values_list("pk", "code"))
    known = {key for (key,) in rows_of(KNOWN_FRAMEWORKS)}
    rows = [code for key, code in shown.items() if key not in known]
    return found("frameworks-of-nothing", "Strangers read frameworks that only unpublished plans have", rows)


def names_in(name):
    """Public texts of a list that hold the name, or another spelling, of a private person."""
    table, condition = PUBLIC[name]
    quote = connection.ops.quote_name
    whole = " || E'\\n' || ".join(f"x.{quote(column)}" for column in TEXTS[name])
    sql = (
        f"SELECT DISTINCT x.id FROM {table} x JOIN (SELECT name FROM partners_partner WHERE kind = 'person' UNION "
        "SELECT o.name FROM partners_alias o JOIN partners_partner r ON r.id = o.partner_id WHERE r.kind = 'person') n "
        f"ON length(n.name) >= {SHORTEST_NAME} AND strpos(lower({whole}), lower(n.name)) > 0 WHERE {condition}"
    )
    rows = named(name, {key for (key,) in rows_of(sql)})
    return found(f"names-{name}", f"Public texts ({name}) hold the name of a private person", rows)
