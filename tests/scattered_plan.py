"""Plans with a canary in every text, and states, marks and links scattered over them by a seed."""

import re
from datetime import date
from itertools import count
from random import Random

from django.db import models

from actions.models import (
    Action,
    Alignment,
    AlignmentRejection,
    Evidence,
    FormerRef,
    GlossaryTerm,
    Indicator,
    Lead,
    Measurement,
    Milestone,
    Period,
    Plan,
    ProgressUpdate,
    Publication,
    Section,
    SourceNote,
    Strategy,
    StrategyLead,
    Theme,
)  # fmt: skip
from partners.models import Alias, Membership
from tests.factories import make_framework, make_partner, make_principle, make_user
from tests.hidden_plan import text_columns

CANARY = re.compile(r"zq([a-p]{3})qz", re.IGNORECASE)
LETTERS = "abcdefghijklmnop"
SENSITIVE = {"access": "exempt", "exempt_paragraph": 3, "handling": "official_sensitive"}
MARKS = [{}] * 7 + [{"access": "exempt", "exempt_paragraph": 1}] * 2 + [SENSITIVE] * 2
PUBLIC = {"publication": "published"}
# A row of every kind; a merged cell of the first covers the second.
EVERY = [
    {"publication": "draft"},
    PUBLIC,
    PUBLIC | MARKS[7],
    PUBLIC | SENSITIVE,
    {"publication": "in_review"},
    {"publication": "in_review"} | SENSITIVE,
    {"publication": "withdrawn"},
]
STATES = [*[Publication.PUBLISHED] * 5, *Publication.values]
# Words that are not a column's choice, by table: what a row needs to be one.
NEEDED = {
    GlossaryTerm: {"basis": "public"},
    SourceNote: {"kind": "text"},
    Measurement: {"target": 5},
    Alignment: {"reason": ""},
    Evidence: {"position": 1},
}


def as_canary(number):
    """The canary of that number: letters only, so that no search takes it apart."""
    return "zq" + "".join(LETTERS[number // 16**place % 16] for place in (2, 1, 0)) + "qz"


class Scattered:
    """Two plans grown from a seed. `canaries` leads from a canary to what it gives away: a row, or a person's name."""

    def __init__(self, seed):
        self.random = Random(seed)  # noqa: S311 - it scatters rows and guards nothing
        self.numbers, self.canaries = count(1), {}
        self.framework = make_framework(code="framework", title="The principles")
        self.principles = [make_principle(framework=self.framework, number=n, short_title="Step in") for n in (1, 2, 3)]
        police = make_partner(code="police", name="Police")
        self.reporting = make_partner(code="squad", name="Squad", kind="team", parent=police)
        council = make_partner(code="council", name="Council")
        self.partners = [police, self.reporting, council, *(self.person(code, council) for code in ("one", "two"))]
        self.reporter = make_user("partner-reporter", password=None)
        Membership.objects.create(partner=police, user=self.reporter)
        self.leading = make_user("strategy-lead", password=None)
        self.grow_plan(**PUBLIC)
        self.grow_plan(**self.marked())

    def canary(self, of):
        """A new canary that gives `of` away."""
        name = as_canary(next(self.numbers))
        self.canaries[name] = of
        return name

    def person(self, code, parent):
        """A named person, with an alias; the public face is the same for all."""
        name = self.canary("a name")
        face = {"kind": "person", "public_name": "A named officer"}
        person = make_partner(code=f"officer-{code}", name=f"{name} {code}", parent=parent, **face)
        Alias.objects.create(partner=person, name=f"{name} as printed")
        return person

    def grow(self, model, **fields):
        """A row of `model` with one canary of its own in every text column that `fields` leave open."""
        name = self.canary(None)
        fields = NEEDED.get(model, {}) | fields
        columns = {field.name: field for field in model._meta.concrete_fields}
        for field in text_columns(model):
            short = "ref" in field.name or field.name in ("slug", "code")
            word = name if short else f"{name} {field.name}"
            fields.setdefault(field.name, f"https://example.org/{name}" if isinstance(field, models.URLField) else word)
        for place in {"position", "number"} & columns.keys():
            fields.setdefault(place, next(self.numbers))
        row = model.objects.create(**fields)
        self.canaries[name] = row
        return row

    def state(self):
        """A state at random, more often published than not."""
        return {"publication": self.random.choice(STATES)}

    def marked(self):
        """A state and marks at random."""
        return self.state() | self.random.choice(MARKS)

    def some(self, rows, most):
        """Up to `most` of `rows`, in random order."""
        return self.random.sample(rows, self.random.randint(0, most))

    def grow_plan(self, **marks):
        """A plan with all that may hang on one; if it is public, it has a strategy with an action of every kind."""
        plan = self.grow(Plan, framework=self.framework, **marks)
        period = self.grow(Period, plan=plan, starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31))
        self.grow(GlossaryTerm, plan=plan)
        self.grow(SourceNote, plan=plan)
        self.grow(Measurement, plan=plan, indicator=self.grow(Indicator, plan=plan), period=period)
        section = self.grow(Section, plan=plan)
        for number in range(3 if marks == PUBLIC else 2):
            of = {"plan": plan, "section": self.random.choice([section, None])}
            every = marks == PUBLIC and number == 0
            strategy = self.grow_strategy(period, every, **of, **(PUBLIC if every else self.state()))
            if number == 1:
                StrategyLead.objects.create(strategy=strategy, user=self.leading)

    def grow_strategy(self, period, every, **fields):
        """A strategy with all that may hang on one, and actions, of `every` kind or a few at random."""
        strategy = self.grow(Strategy, owner=self.random.choice(self.partners), **fields)
        plan = strategy.plan
        theme = self.grow(Theme, strategy=strategy)
        self.grow(FormerRef, plan=plan, strategy=strategy)
        self.grow(SourceNote, plan=plan, strategy=strategy)
        self.grow(Alignment, strategy=strategy, principle=self.random.choice(self.principles), basis="stated")
        indicator = self.grow(Indicator, plan=plan, strategy=strategy, theme=self.random.choice([theme, None]))
        self.grow(Measurement, plan=plan, indicator=indicator, period=period)
        kinds = EVERY if every else [self.marked() for _ in range(3)]
        first, *later = [self.grow_action(strategy, theme, period, marks) for marks in kinds]
        inherited = {"principle": self.principles[2], "inherited_from": first}
        Alignment.objects.create(action=later[0], basis="inherited", **inherited)
        self.grow(AlignmentRejection, action=later[1], rejected_on=date(2026, 3, 1), **inherited)
        return strategy

    def grow_action(self, strategy, theme, period, marks):
        """An action with all that may hang on one; if it is public, with an update of every kind."""
        plan = strategy.plan
        links = {"plan": plan, "strategy": strategy, "theme": self.random.choice([theme, theme, None])}
        cell = {"printed_leads": f"{self.canary('a name')} as printed"}
        action = self.grow(Action, **links, **cell, **marks)
        for position, partner in enumerate(self.some(self.partners, 3), 1):
            self.grow_lead(action, partner, position)
        for principle in self.some(self.principles[:2], 2):
            self.grow(Alignment, action=action, principle=principle, basis="stated")
        self.grow(FormerRef, plan=plan, action=action)
        self.grow(Milestone, plan=plan, action=action, period=period)
        self.grow(SourceNote, plan=plan, strategy=strategy, action=action)
        kinds = EVERY if marks == PUBLIC else [self.marked() for _ in range(self.random.randint(0, 2))]
        for day, of_update in enumerate(kinds, 1):
            self.grow_update(action, date(2026, 1, day), of_update)
        return action

    def grow_lead(self, action, partner, position):
        """A lead, now and then a disputed one; what is printed of a person may be that person's name."""
        lead = Lead(action=action, partner=partner, position=position)
        lead.printed = f"{self.canary('a name' if partner.is_private else lead)} printed"
        if self.random.random() < 0.4:
            lead.response, lead.responded_on = "disputed", date(2026, 2, 1)
            lead.response_reason = f"{self.canary(('an answer', lead))} disputes it"
        lead.save()

    def grow_update(self, action, day, marks):
        """A progress update with its evidence, by the reporter or by nobody in particular."""
        status, by = self.random.choice(["on_track", "completed"]), self.random.choice([self.reporter, None])
        said = {"reported_on": day, "status": status, "recorded_by": by}
        self.grow(Evidence, update=self.grow(ProgressUpdate, action=action, **said, **marks))
