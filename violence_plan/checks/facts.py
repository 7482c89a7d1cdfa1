"""What the checks read, once for all of them, and what they answer."""

from collections.abc import Iterator
from dataclasses import dataclass

from actions.models import Action, Plan, Strategy
from partners.models import Partner
from principles.models import Principle


@dataclass(frozen=True)
class Remark:
    """One thing to look at: `subject` is a number of the plan or the like, `text` a sentence."""

    subject: str
    text: str


@dataclass(frozen=True)
class Check:
    """One question and its remarks; `code` never changes, so that other programs may rely on it."""

    code: str
    title: str
    remarks: tuple[Remark, ...]


@dataclass(frozen=True)
class Facts:
    """A plan with all that hangs on it, drafts too."""

    plan: Plan
    strategies: tuple[Strategy, ...]
    actions: tuple[Action, ...]
    principles: tuple[Principle, ...]
    partners: tuple[Partner, ...]

    def stated(self, action):
        """The labels that the alignments of `action` state: its plan's framework only, as (kind, number)."""
        return self._labels(action, "stated")

    def served(self, action):
        """The labels that `action` serves on any basis."""
        return self._labels(action, "stated", "inherited", "assessed")

    def _labels(self, action, *bases):
        return {
            (link.principle.kind, link.principle.number)
            for link in action.alignments.all()
            if link.basis in bases and link.principle.framework_id == self.plan.framework_id
        }

    def texts(self) -> Iterator[tuple[str, str]]:
        """Every text of the plan itself that readers may see: (what it belongs to, text)."""
        yield "plan", self.plan.introduction
        for section in self.plan.sections.all():
            yield f"section {section.ref}", section.introduction
        for strategy in self.strategies:
            yield strategy.ref, f"{strategy.title}\n{strategy.text}\n{strategy.expected_outcome}"
            for theme in strategy.themes.all():
                yield f"{strategy.ref} {theme.title}", f"{theme.title}\n{theme.text}\n{theme.objective}"
        for action in self.actions:
            yield action.ref, "\n".join([action.text, action.expected_outcome, *self._of_action(action)])
        for indicator in self.plan.indicators.all():
            yield indicator.code, f"{indicator.title}\n{indicator.baseline}\n{indicator.note}"

    def notes(self) -> Iterator[tuple[str, str]]:
        """Every text of ours that readers may see: (what it belongs to, text)."""
        for partner in self.partners:
            yield f"partner {partner.code}", partner.description
        for note in self.plan.source_notes.all():
            yield f"source note {note.number}", f"{note.subject}\n{note.printed}\n{note.note}"
        for term in self.plan.glossary.all():
            yield f"glossary {term.term}", f"{term.expansion}\n{term.note}"
        for action in self.actions:
            for update in action.updates.all():
                yield action.ref, update.narrative
            for link in (*action.alignments.all(), *action.rejections.all()):
                yield action.ref, link.reason

    def _of_action(self, action):
        yield action.printed_strategic
        yield action.printed_enabling
        for milestone in action.milestones.all():
            yield milestone.text
        for lead in action.leads.all():
            yield lead.public_printed


def read_facts(plan):
    """The Facts of `plan`."""
    return Facts(
        plan=plan,
        strategies=tuple(plan.strategies.order_by("position", "ref").prefetch_related("alignments", "themes")),
        actions=tuple(
            plan.actions.select_related("strategy", "theme")
            .prefetch_related("leads__partner__aliases", "alignments__principle__framework")
            .prefetch_related("alignments__inherited_from", "milestones", "updates")
            .prefetch_related("rejections__principle")
            .order_by("position", "ref")
        ),
        principles=tuple(plan.framework.principles.in_order()) if plan.framework else (),
        partners=tuple(Partner.objects.prefetch_related("aliases").order_by("code")),
    )
