"""What a plan's figures show, in plain English: whole sentences, written from the figures and from nothing else."""

from dataclasses import dataclass

NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
KINDS_OF_PRINCIPLES = ("strategic", "enabling")  # “Strategic Principle 4”, but “Aim 4”
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
    if not matrix.rows:
        return [Finding("This plan has no strategies yet, so there is nothing to set against its principles.", True)]
    if not matrix.actions:
        return [Finding("No strategy of this plan has actions yet, so no action serves a principle.", True)]
    return [
        Finding(about_actions(matrix), is_gap=not matrix.aligned),
        *about_unserved(matrix),
        *(Finding(text) for text in (about_widest(matrix), about_one_strategy(matrix), about_few(matrix)) if text),
    ]


def about_actions(matrix):
    """How many of the actions serve a principle, on which ground."""
    if matrix.actions == 1:
        sentence = f"the plan’s one action serves {'at least one' if matrix.aligned else 'no'} principle."
    elif not matrix.aligned:
        sentence = f"none of the {matrix.actions} actions serves a principle."
    elif matrix.aligned == matrix.actions:
        sentence = f"all {matrix.actions} actions serve at least one principle."
    else:
        verb = "serves" if matrix.aligned == 1 else "serve"
        sentence = f"{matrix.aligned} of {matrix.actions} actions {verb} at least one principle."
    return capitalised(GROUNDS[matrix.bases] + sentence)


def about_unserved(matrix):
    """Which principles no action serves, all by name, and whose text states them nevertheless: a list of Finding."""
    unserved = [column for column in matrix.columns if not column.actions]
    if not unserved:
        return [Finding(on_this_count(matrix, "every principle is served by at least one action."))]
    if not matrix.aligned:
        return []
    names = [named(column.principle) for column in unserved]
    if len(names) > 2:
        gap = f"no action serves any of these {in_words(len(names))} principles: {listed(names)}."
    else:
        gap = f"no action serves {listed(names, 'or')}."
    stated = [
        Finding(capitalised(f"{said_in(column.in_prose, 'state')} {numbered(column.principle)} in words."))
        for column in unserved
        if column.in_prose
    ]
    return [Finding(on_this_count(matrix, gap), True), *stated]


def on_this_count(matrix, sentence):
    """The sentence, with a word of care where not every basis counts: what it says is true on these only."""
    return capitalised(f"on this count, {sentence}" if matrix.bases else sentence)


def about_widest(matrix):
    """Which principle the most strategies serve; empty where that says nothing."""
    most = max(len(column.strategies) for column in matrix.columns)
    widest = [column for column in matrix.columns if len(column.strategies) == most]
    if most < 2 or len(widest) == len(matrix.columns):
        return ""
    if len(widest) == 1:
        actions = counted(widest[0].actions, "action")
        return f"{named(widest[0].principle)} is served most widely: by {actions} in {most} strategies."
    return f"{these(widest)} are served most widely, each by actions in {most} strategies."


def about_one_strategy(matrix):
    """Which principles only one strategy serves; empty where there are none, or only one strategy has actions."""
    lone = matrix.lone
    if not lone:
        return ""
    if len(lone) == 1:
        ref, actions = lone[0].strategies[0].ref, counted(lone[0].actions, "action")
        return f"{named(lone[0].principle)} hangs on one strategy, {ref}, with {actions}."
    refs = [column.strategies[0].ref for column in lone]
    if len(set(refs)) == 1:
        return f"{these(lone)} hang on one strategy, {refs[0]}."
    return f"{these(lone)} hang on one strategy each" + (f": {listed(refs)}." if len(lone) <= NAMED else ".")


def about_few(matrix):
    """Which principles, of those that several strategies serve, only a handful of actions serves; or empty."""
    most = min(HANDFUL, matrix.actions * HANDFUL_SHARE)
    few = [column for column in matrix.columns if len(column.strategies) > 1 and column.actions <= most]
    if not few:
        return ""
    if len(few) == 1:
        return f"{named(few[0].principle)} hangs on {in_words(few[0].actions)} actions."
    figures = f": {listed([in_words(column.actions) for column in few])}." if len(few) <= NAMED else "."
    return f"{these(few)} hang on a handful of actions each{figures}"


def these(columns):
    """The names of a few principles, or how many they are."""
    if len(columns) > NAMED:
        return f"{capitalised(in_words(len(columns)))} principles"
    return listed([named(column.principle) for column in columns])
