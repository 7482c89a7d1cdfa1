"""Actions with all that hangs on them, ready to be written as JSON: what ActionSerializer tells, many times quicker.

The actions are one query, and what hangs on them is one other: PostgreSQL makes of each kind of link one JSON text. A
third tells the numbers of actions that alignments are inherited from, where these are not all among the rows.
What is told, and in which words, ActionSerializer says; a test holds the two equal for every kind of reader.
"""

from collections import defaultdict
from urllib.parse import quote

import orjson
from django.db import connection
from django.db.models import CharField
from django.db.models.functions import Cast
from django.urls import reverse

from access.roles import reads_all
from actions.api.link_queries import QUERIES
from actions.models import Action
from actions.models.marks import MARKS, strictest

# What is told of an action itself; its names as PostgreSQL writes them, which is sooner done than here.
UID, STRATEGY_UID, THEME_UID = (Cast(name, CharField()) for name in ("uid", "strategy__uid", "theme__uid"))
COLUMNS = (
    "pk", UID, "plan__slug", "ref", "printed_ref", "position", "kind", STRATEGY_UID, "strategy__ref",
    "strategy__title", "theme__title", THEME_UID, "text", "status", "expected_outcome", "starts_on", "due_on",
    "publication", *MARKS, *(f"plan__{name}" for name in MARKS), "updated_at",
)  # fmt: skip
# The queries that each field of an action takes beside that of the action itself.
NEEDED = {
    "leads": ("leads",),
    "alignments": ("alignments",),
    "updates": ("updates", "evidence"),
    "milestones": ("milestones",),
    "source_notes": ("source_notes",),
}
ANY_REF = "any-ref"
UNQUOTED = "!$&'()*+,;=/~:@"  # in a path, as reverse() leaves them
compiled = {}  # SQL and parameters by kind of reader and links asked for


def action_rows(actions, *, user, absolute, fields=None):
    """The rows of `actions`, a queryset with_status() that `user` may see, as a list of dicts of what JSON can hold.

    `absolute` makes an address whole. `fields` are the names of those that are wanted, None for all; what hangs on an
    action and is not wanted is not read.
    """
    found = list(actions.values_list(*COLUMNS))
    wanted = [name for name in NEEDED if fields is None or name in fields]
    linked = links({pk: ref for pk, _, _, ref, *_ in found}, user, wanted)
    pages = Pages(absolute)
    rows = [row(columns, linked, pages) for columns in found]
    return rows if fields is None else [{name: row[name] for name in fields} for row in rows]


def row(columns, linked, pages):
    """One action, of the values of COLUMNS and the links of all actions by name and id; `pages` knows its address."""
    (
        pk, uid, plan, ref, printed_ref, position, kind, strategy_uid, strategy_ref, strategy_title, theme, theme_uid,
        text, status, expected_outcome, starts_on, due_on, publication, *marks, updated_at,
    ) = columns  # fmt: skip
    return {
        "uid": uid,
        "plan": plan,
        "ref": ref,
        "printed_ref": printed_ref,
        "position": position,
        "kind": kind,
        "strategy": {"uid": strategy_uid, "ref": strategy_ref, "title": strategy_title},
        "theme": theme or "",
        "theme_uid": theme_uid,
        "text": text,
        "leads": linked["leads"][pk],
        "alignments": linked["alignments"][pk],
        "status": status,
        "updates": linked["updates"][pk],
        "expected_outcome": expected_outcome,
        "starts_on": starts_on and starts_on.isoformat(),
        "due_on": due_on and due_on.isoformat(),
        "milestones": linked["milestones"][pk],
        "source_notes": linked["source_notes"][pk],
        "publication": publication,
        **dict(zip(MARKS, strictest(marks[:3], marks[3:]), strict=True)),
        "updated_at": updated_at.isoformat().replace("+00:00", "Z"),
        "url": pages.address(plan, ref),
    }


class Pages:
    """The addresses of actions' pages, of which only the beginning is asked for, once per plan."""

    def __init__(self, absolute):
        self.absolute, self.around = absolute, {}

    def address(self, plan, ref):
        """The whole address of the page of the action of this number in the plan of this slug."""
        if plan not in self.around:
            self.around[plan] = self.absolute(reverse("action", args=[plan, ANY_REF])).split(ANY_REF)
        before, after = self.around[plan]
        return before + quote(ref, safe=UNQUOTED) + after


def links(refs, user, wanted):
    """What hangs on actions that `user` may see: lists by id of the action, by name of the field.

    `refs` are the numbers of these actions by id.
    """
    found = dict.fromkeys(NEEDED, defaultdict(list))
    if not (refs and wanted):
        return found
    told = dict(zip([name for field in wanted for name in NEEDED[field]], read(list(refs), user, wanted), strict=True))
    if "alignments" in wanted:
        name_sources(told["alignments"], refs, user)
    if "updates" in wanted:
        evidence = gathered(told["evidence"], "update")
        for update in told["updates"]:
            update["evidence"] = evidence[update["evidence"]]
    return found | {field: gathered(told[field], "action") for field in wanted}


def name_sources(alignments, refs, user):
    """Put the action's number in place of its id where an alignment is inherited, null where `user` may not see it.

    `refs` are the numbers, by id, of actions that `user` may see; of others they are asked for.
    """
    ids = {alignment["inherited_from"] for alignment in alignments} - {None}
    if further := ids - refs.keys():
        refs = refs | dict(Action.objects.visible_to(user).filter(pk__in=further).order_by().values_list("pk", "ref"))
    for alignment in alignments:
        alignment["inherited_from"] = refs.get(alignment["inherited_from"])


def gathered(rows, key):
    """The dicts `rows` as lists by their value of `key`, which each then lacks."""
    lists = defaultdict(list)
    for each in rows:
        lists[each.pop(key)].append(each)
    return lists


def read(ids, user, wanted):
    """The rows of every query that the fields `wanted` need, as lists of dicts, in one go."""
    sql, parameters = statement(user, wanted)
    with connection.cursor() as cursor:
        cursor.execute(sql, [ids, *parameters])
        return [orjson.loads(text or "[]") for text in cursor.fetchone()]


def statement(user, wanted):
    """SQL of one query for all that the fields `wanted` need, and its parameters after the first, the actions' ids.

    It is made once for strangers, and once for those who read everything; for others it depends on who they are.
    """
    if user.is_authenticated and not reads_all(user):
        return compile_statement(user, wanted)
    kind = (user.is_authenticated, *wanted)
    if kind not in compiled:
        compiled[kind] = compile_statement(user, wanted)
    return compiled[kind]


def compile_statement(user, wanted):
    """As statement(), made anew."""
    selected, parameters = [], []
    for name in [name for field in wanted for name in NEEDED[field]]:
        columns, query = QUERIES[name]
        sql, values = query(user).query.sql_with_params()
        names = ", ".join(f'"{column}"' for column in columns)
        # What is joined is Django's own SQL; every value is a parameter.
        selected.append(f"(SELECT json_agg(told)::text FROM ({sql}) AS told({names}))")  # noqa: S608
        parameters += values
    return f"WITH these(id) AS (SELECT unnest(%s::bigint[])) SELECT {', '.join(selected)}", parameters
