"""From a plan's own printed table to rows of our tables: strategies, themes, actions, leads, alignments.

What the portal holds already of a row, and the printed table does not say, stays as it is.
"""

from dataclasses import dataclass, field, replace

import tablib

from actions.alignment import Row, inherited, printed_labels
from actions.models import Alignment, AlignmentRejection
from tables.formats import EXCEL
from tables.results import Refusal
from violence_plan.loading.printed import ThemeRow, read_printed, strategy_of
from violence_plan.source_tables import SOURCE_TABLES, SourceTable

TABLES = {table.file: table for table in SOURCE_TABLES}


@dataclass(frozen=True)
class Incoming:
    """Rows on their way into a table: a dataset, where it comes from, and the number there of each of its rows."""

    table: SourceTable
    dataset: tablib.Dataset
    place: str
    numbers: list


@dataclass
class Converted:
    """A printed table as Incoming rows, what of it is refused, what is worth saying, and the spellings nobody knows."""

    place: str
    incoming: list = field(default_factory=list)
    refusals: list = field(default_factory=list)
    notices: list = field(default_factory=list)
    unknown: dict = field(default_factory=dict)

    def add(self, file, numbered):
        """Take in rows of a table: pairs of a number and a dict, in which a column left out is empty."""
        if numbered:
            self.incoming.append(incoming(file, numbered, self.place))


def incoming(file, numbered, place):
    """The Incoming rows of a table: `numbered` are pairs of a number and a dict."""
    resource = TABLES[file].resource
    given = {column for _, row in numbered for column in row}
    # An optional column that nothing is said of is left out, so that what stands there stays.
    headers = [name for name in resource.headers() if name in given or name not in resource._meta.optional]
    rows = ([row.get(header, "") for header in headers] for _, row in numbered)
    return Incoming(TABLES[file], tablib.Dataset(*rows, headers=headers), place, [number for number, _ in numbered])


def standing(file, plan, *columns):
    """The rows of a plan's table as dicts, in its order, by the texts in these columns."""
    rows = TABLES[file].resource().export(plan=plan.slug).dict
    return {tuple(row[column] for column in columns): dict(row) for row in rows}


def converted(printed, *, plan, strategy, title, partners):
    """What a Printed table brings to a Plan, as Converted; `partners` are the KnownPartners.

    `strategy` and `title` are what the officer said of the strategy; empty texts leave it to the sheet's title and to
    the numbers of the actions.
    """
    rows = read_printed(printed)
    found = Converted(printed.sheet.title, refusals=rows.refusals)
    refs = strategies_of(rows, printed.sheet.title, strategy)
    rows.actions = within_strategies(rows, refs)
    add_strategies(found, rows, refs, plan, title)
    add_themes(found, rows, refs, plan)
    add_actions(found, rows, refs, plan)
    add_leads(found, rows, plan, partners)
    add_alignments(found, rows, refs, plan, exact=printed.sheet.read_as == EXCEL)
    return found


def strategies_of(rows, title, strategy):
    """The number of the strategy of each row: the officer's, the sheet's, or the beginning of the action's own."""
    named = strategy_of(title)[0]
    said = strategy or (named if any(action.ref.startswith(f"{named}.") for action in rows.actions) else "")
    refs = {action.row: said or action.ref.rpartition(".")[0] for action in rows.actions}
    for theme in rows.themes:
        below = (refs[action.row] for action in rows.actions if action.row > theme.row)
        refs[theme.row] = said or next(below, "")
    return refs


def within_strategies(rows, refs):
    """The actions of a table, where a theme ends with its strategy."""
    of_theme, found = None, []
    for each in sorted([*rows.themes, *rows.actions], key=lambda row: row.row):
        if isinstance(each, ThemeRow):
            of_theme = refs[each.row]
        else:
            found.append(each if refs[each.row] == of_theme else replace(each, theme=""))
    return found


def add_strategies(found, rows, refs, plan, title):
    """Each strategy that the plan has not yet, called as the officer or the sheet says."""
    known = set(plan.strategies.values_list("ref", flat=True))
    place = max(plan.strategies.values_list("position", flat=True), default=0)
    missing = {}
    for row, ref in sorted(refs.items()):
        if ref not in known:
            missing.setdefault(ref, row)
    own, words = strategy_of(found.place)
    numbered = []
    for position, (ref, row) in enumerate(missing.items(), start=place + 1):
        called = title if len(missing) == 1 and title else words if ref == own else ""
        if not called:
            mend = (
                f"{plan} has no strategy {ref or '(no number)'}. Say on the form which strategy this is, or its title."
            )
            found.refusals.append(Refusal(row, "", ref, mend))
        else:
            numbered.append((row, {"plan": plan.slug, "ref": ref, "title": called, "position": position}))
    found.add("strategies.csv", numbered)


def add_themes(found, rows, refs, plan):
    """Each theme row as a theme of its strategy."""
    known = standing("themes.csv", plan, "strategy", "title")
    numbered = []
    first = {(refs[each.row], each.title): each for each in reversed(rows.themes)}
    for theme in sorted(first.values(), key=lambda each: each.row):
        strategy = refs[theme.row]
        places = [int(row["position"]) for key, row in known.items() if key[0] == strategy]
        new = {"plan": plan.slug, "strategy": strategy, "title": theme.title, "position": max(places, default=0) + 1}
        row = known.setdefault((strategy, theme.title), new)
        numbered.append((theme.row, row | ({"text": theme.text} if theme.text else {})))
    found.add("themes.csv", numbered)


def add_actions(found, rows, refs, plan):
    """Each numbered row as an action, new ones after those that stand."""
    known = standing("actions.csv", plan, "action_no")
    last = max((int(row["position"]) for row in known.values()), default=0)
    columns = {"strategic": "strategic_principles", "enabling": "enabling_principles"}
    numbered = []
    for action in rows.actions:
        new = {"plan": plan.slug, "action_no": action.ref, "printed_ref": action.ref, "position": last + 1}
        row = known.get((action.ref,), new)
        last += row is new
        printed = {columns[kind]: cell for kind, cell in action.cells.items()}
        own = {"strategy": refs[action.row], "theme": action.theme, "action": action.text}
        numbered.append((action.row, row | own | printed | {"lead_partners": action.leads}))
    found.add("actions.csv", numbered)


def add_leads(found, rows, plan, partners):
    """Each partner that an action's cell names, in printed order; those it names no more stand after them."""
    known = standing("leads.csv", plan, "action", "partner")
    numbered = []
    for action in rows.actions:
        named = {}
        for spelling in partners.split(action.leads):
            if not partners.knows(spelling):
                found.unknown.setdefault(spelling, []).append(action.ref)
            elif code := partners.code_of(spelling):
                named.setdefault(code, {"printed": spelling})
        named |= {code: {} for (ref, code) in known if ref == action.ref and code not in named}
        for position, (code, printed) in enumerate(named.items(), start=1):
            new = {"plan": plan.slug, "action": action.ref, "partner": code}
            row = known.get((action.ref, code), new)
            numbered.append((action.row, row | printed | {"position": position}))
    found.add("leads.csv", numbered)


def add_alignments(found, rows, refs, plan, *, exact):
    """The principles that each action states, and those that a merged cell passes on to it.

    `exact` where the file itself says which cells are merged; else the rule for printed tables tells.
    """
    framework = plan.framework.code if plan.framework else ""
    stated, at = {}, {action.ref: action.row for action in rows.actions}
    for action in rows.actions:
        for kind, cell in action.cells.items():
            labels = printed_labels(cell)
            if cell and not labels:
                found.notices.append(
                    f"Row {action.row}: “{cell[:60]}” names no principle as [{kind.title()} Principle 4]."
                )
            for label in labels:
                stated.setdefault((action.ref, label.label), (kind, label.printed))
    numbered = [
        (at[ref], {"action": ref, "principle": code_of(label), "basis": "stated", "printed": printed})
        for (ref, label), (_, printed) in stated.items()
    ]
    taken = taken_pairs(plan)
    numbered += [
        (at[ref], {"action": ref, "principle": code_of(label), "basis": "inherited", "inherited_from": source})
        for ref, label, source in (passed_on(rows, stated) if exact else by_rule(rows, stated, refs))
        if (ref, label) not in stated and (ref, code_of(label)) not in taken
    ]
    known = {"plan": plan.slug, "framework": framework}
    found.add("alignments.csv", [(row, known | link) for row, link in sorted(numbered, key=lambda pair: pair[0])])


def code_of(label):
    """The code of the principle that a Label names."""
    return f"{label.kind}-{label.number}"


def passed_on(rows, stated):
    """What merged cells pass on, as the file itself says: number of the action, Label, number of the first row's."""
    refs = {action.row: action.ref for action in rows.actions}
    found = {
        (ref, label): refs[top]
        for (ref, kind), top in rows.covered.items()
        for (source, label), (column, _) in stated.items()
        if source == refs.get(top) and column == kind
    }
    return [(ref, label, source) for (ref, label), source in found.items()]


def by_rule(rows, stated, refs):
    """The same by the merged-cell rule, for a file that cannot say which cells are merged."""
    labels = {}
    for ref, label in stated:
        labels.setdefault(ref, []).append(label)
    table = [
        Row(refs[action.row], action.theme, action.ref, tuple(labels.get(action.ref, ()))) for action in rows.actions
    ]
    return [(link.ref, link.label, link.inherited_from) for link in inherited(table)]


def taken_pairs(plan):
    """Pairs of an action's number and a principle's code that are stated or assessed already, or rejected."""
    links = Alignment.objects.filter(action__plan=plan).exclude(basis=Alignment.Basis.INHERITED)
    rejected = AlignmentRejection.objects.filter(action__plan=plan)
    return {pair for rows in (links, rejected) for pair in rows.values_list("action__ref", "principle__code")}
