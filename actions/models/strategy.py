"""The strategies of a plan, and the themes that divide their tables."""

import uuid

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Value
from django.db.models.functions import MD5, Coalesce, Concat, Left, Lower, NullIf
from django.urls import reverse

from actions.constraints import CHANGED_SINCE, RemembersRef, RowVersion, SameParent
from actions.models.marks import Access, Publication, publication_known
from actions.models.plan import Plan, PrintedQuerySet, Section
from actions.models.version import Versioned
from actions.models.visibility import is_sensitive, own_strategies, seen_by
from actions.own_rows import STRATEGY_LED, THEME_LED
from history.tracking import tracked
from history.write_gate import WriteGate
from partners.constraints import Remembers
from tables.words import words_of


def per_strategy(actions):
    """For a query of strategies: how many of the queryset `actions` each has."""
    # A subquery instead of a join: a second join would multiply the rows of the first.
    counted = actions.filter(strategy=models.OuterRef("pk")).order_by().values("strategy")
    return Coalesce(models.Subquery(counted.annotate(total=models.Count("pk")).values("total")), 0)


class StrategyQuerySet(PrintedQuerySet):
    """Which strategies, and with what."""

    def published(self):
        """Published strategies of published plans."""
        return self.filter(
            publication=Publication.PUBLISHED,
            plan__publication=Publication.PUBLISHED,
            plan__access=Access.OPEN,
        )

    def visible_to(self, user):
        """The strategies that this reader may know of; see `actions/models/visibility.py`."""
        return seen_by(user, self, public=self.published(), sensitive=is_sensitive("plan"), own=own_strategies)

    def with_words(self):
        """Each strategy with the words that a search may find it by: `heading`, `body`, and `place`, its section."""
        return self.annotate(
            heading=Concat("ref", Value(" "), "title"),
            body=Concat("text", Value("\n"), "expected_outcome", output_field=models.TextField()),
            place=Coalesce("section__title", Value("")),
        )

    def with_action_counts(self, user):
        """Each strategy with `action_total`, its actions that this reader may see, and `action_no_lead`, the unled."""
        actions = self.model._meta.get_field("actions").related_model.objects.visible_to(user)
        return self.annotate(action_total=per_strategy(actions), action_no_lead=per_strategy(actions.no_lead()))

    def nothing_stated(self, user):
        """Strategies that state no principle, neither themselves nor on an action that this reader may see."""
        alignments = self.model._meta.get_field("alignments").related_model.objects.on(["stated"]).visible_to(user)
        own, of_action = models.Q(strategy=models.OuterRef("pk")), models.Q(action__strategy=models.OuterRef("pk"))
        return self.filter(~models.Exists(alignments.filter(own | of_action)))

    def with_own_links(self):
        """Each strategy with its plan, section, owner, and the alignments and source notes of it as a whole."""
        alignments, notes = (
            self.model._meta.get_field(name).related_model.objects for name in ("alignments", "source_notes")
        )
        return self.select_related("plan", "section", "owner").prefetch_related(
            models.Prefetch("alignments", alignments.select_related("principle__framework")),
            models.Prefetch("source_notes", notes.filter(action=None)),
        )


@tracked
class Strategy(Versioned):
    """A section of a plan with its own owner, with a table of actions or in prose only."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False, help_text="Never changes.")
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="strategies")
    section = models.ForeignKey(Section, models.PROTECT, null=True, blank=True, related_name="strategies")
    owner = models.ForeignKey(
        "partners.Partner",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="strategies",
        help_text="Who answers for it.",
    )
    ref = models.CharField(max_length=20, help_text="Number as printed: 5.1.")
    title = models.CharField(max_length=200)
    printed_title = models.CharField(max_length=200, blank=True, help_text="The title as printed.")
    text = models.TextField(blank=True, help_text="Introduction, or the whole strategy where it is prose, as printed.")
    expected_outcome = models.TextField(
        blank=True, help_text="What the strategy is to achieve, where the plan says so."
    )
    quick_exit = models.BooleanField(
        default=False,
        help_text="It is about violence at home or against women and girls: "
        "the pages about it show a way to leave them at once.",
    )
    publication = models.CharField(max_length=20, choices=Publication, default=Publication.DRAFT)
    position = models.PositiveSmallIntegerField(help_text="Order within the plan, from 1.")
    updated_at = models.DateTimeField(auto_now=True, help_text="When this row last changed.")

    objects = StrategyQuerySet.as_manager()

    class Meta:
        ordering = ["plan", "position"]
        verbose_name_plural = "strategies"
        indexes = [
            models.Index(fields=["ref"], name="actions_strategy_ref"),
            # To count what the public may see without reading the rows.
            models.Index(
                fields=["id", "plan"],
                condition=models.Q(publication=Publication.PUBLISHED),
                name="actions_strategy_public",
            ),
            GinIndex(words_of("ref", "title", "text", "expected_outcome"), name="actions_strategy_words"),
        ]
        constraints = [
            WriteGate(
                name="actions_strategy_write_gate",
                allows=[STRATEGY_LED],
                fixed=["plan", "section", "owner", "ref", "position"],
            ),
            models.UniqueConstraint(
                fields=["plan", "ref"],
                name="actions_strategy_ref_unique",
                deferrable=models.Deferrable.IMMEDIATE,  # so that two may exchange their numbers in one statement
                violation_error_message="This plan already has a strategy with this number.",
            ),
            models.UniqueConstraint(fields=["id", "plan"], name="actions_strategy_plan_key"),
            models.CheckConstraint(
                name="actions_strategy_ref_not_empty",
                condition=~models.Q(ref="") & ~models.Q(title=""),
                violation_error_message="Give the strategy a number and a title.",
            ),
            SameParent(
                name="actions_strategy_section_of_same_plan",
                field="section",
                parent="plan",
                violation_error_message="The section belongs to another plan.",
            ),
            publication_known("actions_strategy_publication_known"),
            RemembersRef(name="actions_strategy_ref_remembered", subject="strategy"),
            RowVersion(name="actions_strategy_version", violation_error_message=CHANGED_SINCE),
        ]

    def __str__(self):
        return f"{self.ref} {self.title}"

    def get_absolute_url(self):
        return reverse("strategy", args=[self.plan.slug, self.ref])

    def table_for(self, user, at=None):
        """The strategy's table as this reader may see it: pairs of a theme, or None, and its actions.

        Their status is that on the date `at` where it is given. Actions outside any theme come first, then the themes
        in printed order, those without actions too.
        """
        groups = {None: []} | {theme: [] for theme in self.themes.all()}
        for action in self.actions.visible_to(user).with_links(user).with_status(at):
            groups[action.theme].append(action)
        return [(theme, actions) for theme, actions in groups.items() if theme or actions]


def replaced(text, pattern, by):
    """The expression `text` with every match of a pattern of PostgreSQL replaced."""
    return models.Func(text, Value(pattern), Value(by), Value("g"), function="regexp_replace")


# A title without a Latin letter or a digit gets the beginning of its checksum.
SLUG = Coalesce(
    NullIf(replaced(replaced(Lower("title"), "[^a-z0-9]+", "-"), "^-|-$", ""), Value("")),
    Left(MD5("title"), 8),
)


class ThemeQuerySet(models.QuerySet):
    """Themes as printed."""

    def visible_to(self, user):
        """Themes of the strategies that this reader may see."""
        return self.filter(strategy__in=Strategy.objects.visible_to(user))

    def with_words(self):
        """Each theme with the words that a search may find it by: `heading`, `body`, and `place`, its strategy."""
        return self.annotate(
            heading=models.F("title"),
            body=Concat("text", Value("\n"), "objective", output_field=models.TextField()),
            place=Concat("strategy__ref", Value(" "), "strategy__title"),
        )

    def as_printed(self):
        """Plan after plan, strategy after strategy, each in printed order."""
        plan = ("strategy__plan__title", "strategy__plan__slug")
        return self.order_by(*plan, "strategy__position", "strategy__ref", "position", "title")

    def with_action_counts(self, user):
        """Each theme with `action_total`, of the actions this reader may see."""
        actions = self.model._meta.get_field("actions").related_model.objects.visible_to(user)
        counted = actions.filter(theme=models.OuterRef("pk")).order_by().values("theme")
        total = models.Subquery(counted.annotate(total=models.Count("pk")).values("total"))
        return self.annotate(action_total=Coalesce(total, 0))

    def known_as(self, slug):
        """The theme that this is called in addresses, else the one that was so last; None without one."""
        former = self.filter(former_slugs__slug=slug).order_by("-former_slugs__pk")
        return self.filter(slug=slug).first() or former.first()

    def beside(self, theme):
        """The themes of the same strategy just before and just after this one; None where there is none."""
        themes = list(
            self.filter(strategy=theme.strategy_id).order_by("position", "title").select_related("strategy__plan")
        )
        at = themes.index(theme)
        return (themes[at - 1] if at else None), next(iter(themes[at + 1 :]), None)


@tracked
class Theme(models.Model):
    """A sub-heading of a strategy's table; it may carry an introduction or an objective."""

    uid = models.UUIDField(
        default=uuid.uuid4, unique=True, editable=False, help_text="Never changes, not even when the theme is renamed."
    )
    strategy = models.ForeignKey(Strategy, models.CASCADE, related_name="themes")
    title = models.CharField(max_length=200, help_text="As printed.")
    slug = models.GeneratedField(
        expression=SLUG,
        output_field=models.CharField(max_length=200),
        db_persist=True,
        help_text="The letters and digits of the title, as in addresses.",
    )
    text = models.TextField(blank=True, help_text="Introduction, as printed.")
    objective = models.TextField(blank=True, help_text="What the theme is to achieve, where the plan says so.")
    position = models.PositiveSmallIntegerField(help_text="Order within the strategy, from 1.")

    objects = ThemeQuerySet.as_manager()

    class Meta:
        ordering = ["strategy", "position"]
        indexes = [GinIndex(words_of("title", "text", "objective"), name="actions_theme_words")]
        constraints = [
            WriteGate(name="actions_theme_write_gate", allows=[THEME_LED]),
            models.UniqueConstraint(
                fields=["strategy", "title"],
                name="actions_theme_title_unique",
                violation_error_message="This strategy already has a theme with this title.",
            ),
            models.UniqueConstraint(
                fields=["strategy", "slug"],
                name="actions_theme_slug_unique",
                violation_error_message="This strategy already has a theme whose title has the same letters and "
                "digits: their pages would have one address.",
            ),
            models.UniqueConstraint(fields=["id", "strategy"], name="actions_theme_strategy_key"),
            Remembers(
                name="actions_theme_slug_remembered", field="slug", kept_in="actions_formerslug", subject="theme"
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("theme", args=[self.strategy.plan.slug, self.strategy.ref, self.slug])


@tracked
class StrategyLead(models.Model):
    """A person who leads a strategy in the portal: changes it and its actions, and reports on them."""

    strategy = models.ForeignKey(Strategy, models.CASCADE, related_name="people")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="led_strategies")

    class Meta:
        ordering = ["strategy", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["strategy", "user"],
                name="actions_strategylead_person_unique",
                violation_error_message="This person leads this strategy already.",
            )
        ]

    def __str__(self):
        return f"{self.strategy.ref}: {self.user}"
