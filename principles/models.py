"""The principles a plan serves, in frameworks that several plans may share."""

from django.db import models
from django.db.models.functions import Cast, Coalesce, Concat
from django.urls import reverse

from access.roles import Role, has_role, reads_all
from history.tracking import tracked
from history.write_gate import WriteGate


class FrameworkQuerySet(models.QuerySet):
    """Which sets of principles."""

    def visible_to(self, user):
        """The sets that this reader may know of, with all their principles, those too that nothing serves.

        Who reads everything, and a strategy lead, knows all. Others know those that no plan has for its own yet, which
        are there for any to take; those that a plan they may see has; and those of a principle that a row they may see
        names.
        """
        if reads_all(user) or has_role(user, Role.STRATEGY_LEAD):
            return self
        plans = self.model._meta.get_field("plans").related_model.objects
        alignments = Principle._meta.get_field("alignments").related_model.objects.visible_to(user)

        def of_it(rows, field):
            return models.Exists(rows.filter(**{field: models.OuterRef("pk")}).order_by())

        taken, seen = (of_it(rows, "framework") for rows in (plans, plans.visible_to(user)))
        return self.filter(~taken | seen | of_it(alignments, "principle__framework"))


@tracked
class Framework(models.Model):
    """A set of principles published together: “Hackney violence reduction principles”."""

    code = models.SlugField(max_length=80, unique=True, help_text="Short name in addresses.")
    title = models.CharField(max_length=200)
    introduction = models.TextField(blank=True, help_text="What the source says about the set, as printed.")
    updated_at = models.DateTimeField(auto_now=True, help_text="When this row last changed.")

    objects = FrameworkQuerySet.as_manager()

    class Meta:
        ordering = ["title"]
        constraints = [
            WriteGate(name="principles_framework_write_gate"),
            models.CheckConstraint(
                name="principles_framework_code_not_empty",
                condition=~models.Q(code=""),
                violation_error_message="Give the framework a code: lower-case letters, digits and hyphens.",
            ),
        ]

    def __str__(self):
        return self.title


class PrincipleQuerySet(models.QuerySet):
    """Which principles, in which order."""

    def visible_to(self, user):
        """The principles of the sets that this reader may know of."""
        return self.filter(framework__in=Framework.objects.visible_to(user))

    def in_order(self):
        """As printed: strategic before enabling (then aims and steps), by number."""
        rank = models.Case(
            *(models.When(kind=kind, then=position) for position, kind in enumerate(Principle.Kind.values)),
            output_field=models.SmallIntegerField(),
        )
        return self.alias(rank=rank).order_by("framework__title", "framework__code", "rank", "number")

    def with_words(self):
        """Each principle with the words that a search may find it by: `heading`, `body` and `place`, its framework."""
        kinds = (models.When(kind=kind, then=models.Value(label)) for kind, label in self.model.Kind.choices)
        noun = models.Case(models.When(kind__in=["strategic", "enabling"], then=models.Value(" Principle ")))
        kind = Concat(models.Case(*kinds), Coalesce(noun, models.Value(" ")))
        return self.annotate(
            heading=Concat(kind, Cast("number", models.CharField()), models.Value(": "), "short_title"),
            body=models.F("text"),
            place=models.F("framework__title"),
        )

    def with_basis_counts(self, user):
        """Each principle with `stated_total`, `inherited_total` and `assessed_total`: actions this reader may see."""
        alignments = self.model._meta.get_field("alignments").related_model.objects.visible_to(user)
        served = alignments.filter(principle=models.OuterRef("pk"), action__isnull=False).order_by()

        def count(basis):
            counted = served.filter(basis=basis).values("principle").annotate(total=models.Count("pk"))
            return Coalesce(models.Subquery(counted.values("total")), 0)

        return self.annotate(**{f"{basis}_total": count(basis) for basis in ("stated", "inherited", "assessed")})


@tracked
class Principle(models.Model):
    """One principle of a framework, numbered as printed (Hackney's enabling principles have no 6)."""

    class Kind(models.TextChoices):
        STRATEGIC = "strategic", "Strategic"
        ENABLING = "enabling", "Enabling"
        AIM = "aim", "Aim"
        STEP = "step", "Step"

    framework = models.ForeignKey(Framework, models.PROTECT, related_name="principles")
    kind = models.CharField(max_length=20, choices=Kind, help_text="Strategic: what we do. Enabling: how we work.")
    number = models.PositiveSmallIntegerField(help_text="As printed.")
    code = models.GeneratedField(
        expression=Concat("kind", models.Value("-"), Cast("number", models.CharField())),
        output_field=models.CharField(max_length=30),
        db_persist=True,
        help_text="Kind and number, as in addresses: strategic-4.",
    )
    short_title = models.CharField(max_length=40, help_text="Two or three words for the head of a column.")
    text = models.TextField(help_text="The principle as printed.")
    updated_at = models.DateTimeField(auto_now=True, help_text="When this row last changed.")

    objects = PrincipleQuerySet.as_manager()

    class Meta:
        ordering = ["framework", "-kind", "number"]
        constraints = [
            WriteGate(name="principles_principle_write_gate"),
            models.UniqueConstraint(
                fields=["framework", "kind", "number"],
                name="principles_principle_number_unique",
                violation_error_message="This framework already has a principle of this kind and number.",
            ),
            models.CheckConstraint(
                name="principles_principle_kind_known",
                condition=models.Q(kind__in=["strategic", "enabling", "aim", "step"]),
                violation_error_message="Choose one of: strategic, enabling, aim, step.",
            ),
            models.CheckConstraint(
                name="principles_principle_number_from_one",
                condition=models.Q(number__gte=1),
                violation_error_message="Numbers begin with 1.",
            ),
            models.CheckConstraint(
                name="principles_principle_text_not_empty",
                condition=~models.Q(text="") & ~models.Q(short_title=""),
                violation_error_message="Give the principle its text and a short title.",
            ),
        ]

    def __str__(self):
        return f"{self.label}: {self.short_title}"

    def get_absolute_url(self):
        return reverse("principle", args=[self.framework.code, self.code])

    def neighbours(self):
        """The principles of its framework printed just before and just after it; None where there is none."""
        principles = list(self.framework.principles.in_order().select_related("framework"))
        at = principles.index(self)
        return (principles[at - 1] if at else None), next(iter(principles[at + 1 :]), None)

    @property
    def label(self):
        """Kind and number in words: “Strategic 4”."""
        return f"{self.get_kind_display()} {self.number}"

    @property
    def initials(self):
        """Kind and number in two signs, for the head of a narrow column: “S4”."""
        return f"{self.kind[0].upper()}{self.number}"
