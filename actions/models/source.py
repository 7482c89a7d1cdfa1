"""What the source says oddly, and the short forms it uses."""

from urllib.parse import quote

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Concat, Lower, Trim
from django.urls import reverse

from access.roles import reads_all
from actions.constraints import SameParent
from actions.models.plan import Plan
from actions.models.strategy import Strategy
from history.tracking import tracked
from history.write_gate import WriteGate
from tables.words import words_of


class SourceNoteQuerySet(models.QuerySet):
    """Which source notes."""

    def visible_to(self, user):
        """Who reads everything sees every note; others those whose plan, strategy and action they may see."""
        if reads_all(user):
            return self
        action = self.model._meta.get_field("action").related_model
        # Looked up one by one where there are few notes; a list of all that is visible would be made for every page.
        actions = action.objects.visible_to(user).filter(pk=models.OuterRef("action"))
        of_seen = self.filter(models.Q(action=None) | models.Exists(actions), plan__in=Plan.objects.visible_to(user))
        return of_seen.seen_with_action(user)

    def seen_with_action(self, user):
        """Those that this reader may see of notes on actions that it may see: a note may name another strategy too."""
        if reads_all(user):
            return self
        strategies = Strategy.objects.visible_to(user).filter(pk=models.OuterRef("strategy"))
        return self.filter(models.Q(strategy=None) | models.Exists(strategies))

    def with_words(self):
        """Each note with the words that a search may find it by: `heading` (its subject), `body`, and no `place`."""
        space = models.Value(" ")
        return self.annotate(
            heading=Concat("strategy__ref", space, "action__ref", space, "subject"),
            body=Concat("note", models.Value("\n"), "printed", output_field=models.TextField()),
            place=models.Value(""),
        )

    def on_whole(self, subject):
        """Notes on a Plan, or on a Strategy, as a whole: on nothing smaller within it."""
        if isinstance(subject, Plan):
            return self.filter(plan=subject, strategy=None, action=None)
        return self.filter(strategy=subject, action=None)


@tracked
class SourceNote(models.Model):
    """Something odd in the source, and what we did about it. It never names a private person."""

    class Kind(models.TextChoices):
        NUMBERING = "numbering", "Numbering"
        LABEL = "label", "Principle label"
        LEAD = "lead", "Lead partner"
        TEXT = "text", "Wording"
        LAYOUT = "layout", "Layout"
        PLACEHOLDER = "placeholder", "Placeholder"

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="source_notes")
    strategy = models.ForeignKey(Strategy, models.CASCADE, null=True, blank=True, related_name="source_notes")
    action = models.ForeignKey("actions.Action", models.CASCADE, null=True, blank=True, related_name="source_notes")
    number = models.PositiveIntegerField(help_text="Order within the plan, from 1.")
    kind = models.CharField(max_length=20, choices=Kind)
    subject = models.CharField(max_length=200, blank=True, help_text="What it is about, where no strategy or action.")
    printed = models.TextField(blank=True, help_text="The words of the source.")
    note = models.TextField(help_text="What is odd, and what was done about it.")

    objects = SourceNoteQuerySet.as_manager()

    class Meta:
        ordering = ["plan", "number"]
        indexes = [GinIndex(words_of("subject", "printed", "note"), name="actions_sourcenote_words")]
        constraints = [
            WriteGate(name="actions_sourcenote_write_gate"),
            models.UniqueConstraint(
                fields=["plan", "number"],
                name="actions_sourcenote_number_unique",
                violation_error_message="This plan already has a source note with this number.",
            ),
            models.CheckConstraint(
                name="actions_sourcenote_note_not_empty",
                condition=~models.Q(note=""),
                violation_error_message="Say what is odd and what was done about it.",
            ),
            models.CheckConstraint(
                name="actions_sourcenote_kind_known",
                condition=models.Q(kind__in=["numbering", "label", "lead", "text", "layout", "placeholder"]),
                violation_error_message="Choose one of: numbering, label, lead, text, layout, placeholder.",
            ),
            SameParent(
                name="actions_sourcenote_strategy_of_same_plan",
                field="strategy",
                parent="plan",
                violation_error_message="The strategy belongs to another plan.",
            ),
            SameParent(
                name="actions_sourcenote_action_of_same_plan",
                field="action",
                parent="plan",
                violation_error_message="The action belongs to another plan.",
            ),
        ]

    def __str__(self):
        return self.note[:80]


def spelt(name):
    """The expression of the words of `name` in small letters, a blank between two."""
    signs = models.Value("[^[:alnum:]_]+"), models.Value(" "), models.Value("g")
    return Trim(models.Func(Lower(name), *signs, function="regexp_replace", output_field=models.TextField()))


class GlossaryTermQuerySet(models.QuerySet):
    """Which acronyms."""

    def visible_to(self, user):
        """Acronyms of the plans that this reader may see."""
        return self.filter(plan__in=Plan.objects.visible_to(user))

    def expanded(self):
        """Acronyms whose meaning is known."""
        return self.filter(expansion__gt="")

    def called(self, names):
        """Acronyms of which the short form or the long one is one of `names`: words in small letters, blanks between.

        Of those that several plans explain alike, one.
        """
        spellings = self.alias(short=spelt("term"), long=spelt("expansion"))
        called = spellings.filter(models.Q(short__in=names) | models.Q(long__in=names))
        return called.order_by("term", "expansion").distinct("term", "expansion")

    def with_words(self):
        """Each acronym with the words that a search may find it by: `heading`, `body`, and no `place`."""
        return self.annotate(
            heading=Concat("term", models.Value(": "), "expansion"), body=models.F("note"), place=models.Value("")
        )


@tracked
class GlossaryTerm(models.Model):
    """An acronym of the plan, expanded only where that is known."""

    class Basis(models.TextChoices):
        DOCUMENT = "document", "The plan's documents expand it"
        PUBLIC = "public", "Common public knowledge"
        UNEXPANDED = "unexpanded", "Not expanded in the source"

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="glossary")
    term = models.CharField(max_length=40)
    expansion = models.CharField(max_length=200, blank=True)
    basis = models.CharField(max_length=20, choices=Basis)
    note = models.TextField(blank=True, help_text="Where it is expanded, or what it seems to be.")

    objects = GlossaryTermQuerySet.as_manager()

    class Meta:
        ordering = ["plan", Lower("term")]
        indexes = [
            models.Index(spelt("term"), name="actions_glossaryterm_short"),
            models.Index(spelt("expansion"), name="actions_glossaryterm_long"),
            GinIndex(words_of("term", "expansion", "note"), name="actions_glossaryterm_words"),
        ]
        constraints = [
            WriteGate(name="actions_glossaryterm_write_gate"),
            models.UniqueConstraint(
                fields=["plan", "term"],
                name="actions_glossaryterm_term_unique",
                violation_error_message="This plan already explains this term.",
            ),
            models.CheckConstraint(
                name="actions_glossaryterm_expansion_has_basis",
                condition=models.Q(basis__in=["document", "public"], expansion__gt="")
                | models.Q(basis="unexpanded", expansion=""),
                violation_error_message="An expansion needs a basis, document or public; without one it is unexpanded.",
            ),
        ]

    def __str__(self):
        return self.term

    def get_absolute_url(self):
        return f"{reverse('glossary', args=[self.plan.slug])}#{quote(self.anchor)}"

    @property
    def initial(self):
        """The letter it stands under in the glossary."""
        return self.term[:1].upper()

    @property
    def anchor(self):
        """Its place on the glossary page, made of the term alone, so that links to it last."""
        return f"term-{'-'.join(self.term.split())}"
