"""What a plan's figures show, in plain English: whole sentences, written from the figures and from nothing else."""

from dataclasses import dataclass

from actions.filters import STATUSES
from violence_plan.dashboards.matrix import KINDS_OF_PRINCIPLES

NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
HANDFUL = 5  # a principle hangs on few actions where it has no more than these,
HANDFUL_SHARE = 0.1  # and they are less than this share of the plan's actions
NAMED = 3  # more principles than these are counted, not listed, unless nobody serves them

GROUNDS = {
    None: "",
    ("stated",): "Counting only what an action states itself, ",
    ("inherited",): "Counting only what an action inherits from a row above, ",
    ("assessed",): "Counting only what officers have assessed, ",
    ("stated", "inherited"): "As the plan prints it, ",
    ("stated", "assessed"): "Leaving out what an action inherits from a row above, ",
    ("inherited", "assessed"): "Leaving out what an action states itself, ",
}


@dataclass(frozen=True)
class Finding:
    """One sentence; `is_gap` where it tells of something missing."""

    text: str
    is_gap: bool = False


def in_words(number):
    """“twelve” for 12, and figures from 13 on."""
    return NUMBERS[number] if number < len(NUMBERS) else str(number)


def counted(number, noun):
    """“1 action”, “2 actions”, “1 strategy”, “2 strategies”."""
    plural = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{number} {noun if number == 1 else plural}"


def listed(words, last="and"):
    """“A”, “A and B”, “A, B and C”."""
    *first, final = words
    return f"{', '.join(first)} {last} {final}" if first else final


def capitalised(sentence):
    """The sentence with a capital first letter and the rest as it is."""
    return sentence[:1].upper() + sentence[1:]


def numbered(principle):
    """“Strategic Principle 6”, “Aim 2”."""
    noun = " Principle" if principle.kind in KINDS_OF_PRINCIPLES else ""
    return f"{principle.get_kind_display()}{noun} {principle.number}"


def named(principle):
    """“Strategic Principle 6 (anti-racism)”; a short form such as “ACE aware” keeps its capitals."""
    title = principle.short_title
    return f"{numbered(principle)} ({title if title[1:2].isupper() else title[:1].lower() + title[1:]})"


def said_in(strategies, verb):
    """“strategy 6.1 states”, “strategies 3.1 and 3.2 state”."""
    refs = listed([strategy.ref for strategy in strategies])
    return f"strategies {refs} {verb}" if len(strategies) > 1 else f"strategy {refs} {verb}s"


def findings(matrix):
    """What the Matrix shows, as a list of Finding, the most general first."""
    if not matrix.principles:
        return [Finding("This plan names no principles yet, so there is nothing to set its strategies against.")]
    if not matrix.actions and matrix.asked.is_part:
        return [Finding(f"There is no action{scope(matrix.asked)}.", True), *about_prose(matrix.columns)]
    if not matrix.rows:
        return [Finding("This plan has no strategies yet, so there is nothing to set against its principles.", True)]
    if not matrix.actions:
        return [Finding("No strategy of this plan has actions yet, so no action serves a principle.", True)]
    return [
        Finding(about_actions(matrix), is_gap=not matrix.aligned),
        *about_unserved(matrix),
        *(Finding(text) for text in about_some(matrix)),
    ]


def scope(asked):
    """Which actions count, after “the actions”: “ in strategy 5.1 led or supported by the MPS”; empty for all."""
    statuses = listed([f"“{dict(STATUSES)[status]}”" for status in asked.statuses] or [""], "or")
    return "".join(
        [
            f" in strategy {asked.strategy.ref}" if asked.strategy else "",
            f" led or supported by {asked.partner_name}" if asked.partner else "",
            f" with the status {statuses}" if asked.statuses else "",
        ]
    )


def about_actions(matrix):
    """How many of the actions serve a principle, on which ground."""
    which = scope(matrix.asked)
    principle = matrix.asked.principle
    if matrix.actions == 1:
        subject = f"the one action{which}" if which else "the plan’s one action"
        sentence = f"{subject} serves {'at least one' if matrix.aligned else 'no'} {principle}."
    elif not matrix.aligned:
        sentence = (
            f"none of the {matrix.actions} actions{which} serves {'an' if principle[0] in 'ae' else 'a'} {principle}."
        )
    elif matrix.aligned == matrix.actions:
        sentence = f"all {matrix.actions} actions{which} serve at least one {principle}."
    else:
        verb = "serves" if matrix.aligned == 1 else "serve"
        of_all = f"{matrix.aligned} of {'the ' if which else ''}{matrix.actions} actions{which}"
        sentence = f"{of_all} {verb} at least one {principle}."
    return capitalised(GROUNDS[matrix.bases] + sentence)


def about_unserved(matrix):
    """Which principles no action serves, all by name, and whose text states them nevertheless: a list of Finding."""
    unserved = [column for column in matrix.columns if not column.actions]
    no_action = "none of these actions" if matrix.asked.is_part else "no action"
    if not unserved:
        at_least_one = "at least one of these" if matrix.asked.is_part else "at least one action"
        return [Finding(on_this_count(matrix, f"every {matrix.asked.principle} is served by {at_least_one}."))]
    if not matrix.aligned:
        return about_prose(unserved)
    names = [named(column.principle) for column in unserved]
    if len(names) > NAMED:
        gap = f"{no_action} serves any of these {in_words(len(names))} principles: {by_kind(unserved)}."
    elif len(names) > 2:
        gap = f"{no_action} serves any of these {in_words(len(names))} principles: {listed(names)}."
    else:
        gap = f"{no_action} serves {listed(names, 'or')}."
    return [Finding(on_this_count(matrix, gap), True), *about_prose(unserved)]


def by_kind(columns):
    """Many principles in few words: “Strategic Principles 1, 2 and 6; Enabling Principle 7”."""
    kinds = {}
    for column in columns:
        words, _, number = numbered(column.principle).rpartition(" ")
        kinds.setdefault(words, []).append(number)
    return "; ".join(f"{words}{'s' if len(numbers) > 1 else ''} {listed(numbers)}" for words, numbers in kinds.items())


def about_prose(columns):
    """Which strategies' text states these columns' principles: a list of Finding."""
    return [
        Finding(capitalised(f"{said_in(column.in_prose, 'state')} {numbered(column.principle)} in words."))
        for column in columns
        if column.in_prose
    ]


def on_this_count(matrix, sentence):
    """The sentence, with a word of care where not every basis counts: what it says is true on these only."""
    return capitalised(f"on this count, {sentence}" if matrix.bases else sentence)


def about_some(matrix):
    """What is served most widely, by one alone, and by few: sentences, with a word of care where not all count."""
    found = [about_widest(matrix) if matrix.compares else "", about_lone(matrix), about_few(matrix)]
    told = [sentence.removesuffix(".") for sentence in found if sentence]
    if told and matrix.asked.is_part:
        told = [f"here, {'; '.join(told)}"]
    return [f"{capitalised(sentence)}." for sentence in told]


def about_widest(matrix):
    """Which principle the most strategies, partners or themes serve; empty where that says nothing."""
    most = max(column.width for column in matrix.columns)
    widest = [column for column in matrix.columns if column.width == most]
    if most < 2 or len(widest) == len(matrix.columns):
        return ""
    rows = matrix.asked.rows
    many = f"{'of' if rows == 'partner' else 'in'} {counted(most, rows)}"
    if len(widest) > 1:
        return f"{these(widest)} are served most widely, each by actions {many}."
    actions = counted(widest[0].actions, "action") if rows == "strategy" else "actions"
    return f"{named(widest[0].principle)} is served most widely: by {actions} {many}."


def about_lone(matrix):
    """Which principles only one strategy, partner or theme serves; empty where there are none, or only one row."""
    lone, noun = matrix.lone, matrix.asked.rows
    if not lone:
        return ""
    called = [column.rows[0].called for column in lone]
    if len(lone) == 1:
        actions = counted(lone[0].actions, "action")
        return f"{named(lone[0].principle)} hangs on one {noun}, {called[0]}, with {actions}."
    if len(set(called)) == 1:
        return f"{these(lone)} hang on one {noun}, {called[0]}."
    named_too = len(lone) <= NAMED and noun != "theme"  # whose names are long
    return f"{these(lone)} hang on one {noun} each" + (f": {listed(called)}." if named_too else ".")


def about_few(matrix):
    """Which principles, of those that several rows serve, only a handful of actions serves; or empty."""
    most = min(HANDFUL, matrix.actions * HANDFUL_SHARE)
    few = [column for column in matrix.columns if len(column.rows) > 1 and column.actions <= most]
    if not few:
        return ""
    if len(few) == 1:
        only = few[0].actions
        return f"{named(few[0].principle)} hangs on {in_words(only)} action{'s' if only > 1 else ''}."
    figures = f": {listed([in_words(column.actions) for column in few])}." if len(few) <= NAMED else "."
    return f"{these(few)} hang on a handful of actions each{figures}"


def these(columns):
    """The names of a few principles, or how many they are."""
    if len(columns) > NAMED:
        return f"{in_words(len(columns))} principles"
    return listed([named(column.principle) for column in columns])
