"""Who leads: partners, the tree they form, what they are also called, and who took over from whom."""

from django.conf import settings
from django.contrib.postgres.aggregates import StringAgg
from django.db import models
from django.db.models.functions import Coalesce, Concat, Lower, NullIf, Replace
from django.urls import reverse

from access.key_holders import partner_shared_with
from access.roles import Role, has_role, reads_all, reads_names
from history.tracking import tracked
from history.write_gate import WriteGate
from partners.constraints import NoCircle, Remembers

DESCENT = """
WITH RECURSIVE tree(id) AS (
    SELECT id FROM partners_partner WHERE code = ANY(%s)
    UNION
    SELECT p.id FROM partners_partner p JOIN tree ON p.parent_id = tree.id
) SELECT id FROM tree
"""
# Whom a row names is known, and so is whom his or her own row names: the whole it is a part of, and who took over.
KNOWN = """
WITH RECURSIVE known(id) AS (
    ({named})
    UNION
    SELECT above.id FROM known JOIN partners_partner p ON p.id = known.id,
        LATERAL (VALUES (p.parent_id), (p.succeeded_by_id)) above(id) WHERE above.id IS NOT NULL
) SELECT id FROM known
"""


class PartnerQuerySet(models.QuerySet):
    """Which partners."""

    def visible_to(self, user):
        """The partners that this reader may know of.

        Who reads everything, and a strategy lead, who chooses among them, knows all. Others know those whom a row that
        they may see names as lead or owner, those whom they work for, with all beneath; and of each of these the whole
        it is a part of and who took over its work.
        """
        if reads_all(user) or has_role(user, Role.STRATEGY_LEAD):
            return self
        named = self._named("leads", "partner", user) | self._named("strategies", "owner", user) | self._own(user)
        partners = self.model._base_manager.filter(named).order_by().values("pk")
        sql, parameters = partners.query.get_compiler(self.db).as_sql()
        return self.filter(pk__in=models.expressions.RawSQL(KNOWN.format(named=sql), parameters))  # noqa: S611

    def _named(self, relation, field, user):
        """The condition that a row of `relation` which `user` may see names the partner."""
        rows = self.model._meta.get_field(relation).related_model.objects.visible_to(user)
        return models.Q(models.Exists(rows.filter(**{field: models.OuterRef("pk")}).order_by()))

    def _own(self, user):
        """The condition that the partner is one that `user` works for, or whose key it is, or is beneath such a one."""
        own = models.Q()
        if has_role(user, Role.PARTNER_REPORTER):
            own |= models.Q(pk__in=self.model.objects.of_reporter(user).values("pk"))
        if code := partner_shared_with(user):
            own |= models.Q(pk__in=self.model.objects.within(code).values("pk"))
        return own

    def known_as(self, code):
        """The partner that has this code, else the one that had it last, or took in who had it; None without one."""
        return self.called(code).first()

    def called(self, code):
        """The partner that is known as this code, as a queryset of one or none."""
        present = self.filter(code=code)
        former = FormerCode.objects.filter(code=code).order_by("-pk").values("partner")[:1]
        return present if present.exists() else self.filter(pk__in=former)

    def within(self, code):
        """The partner with this code and every team, board, post and person beneath it in the tree."""
        return self.within_any([code])

    def within_any(self, codes):
        """The partners with these codes and everything beneath them in the tree."""
        return self.filter(pk__in=models.expressions.RawSQL(DESCENT, [list(codes)]))  # noqa: S611  # codes are parameters

    def of_reporter(self, user):
        """The partners that this user works for, and every team, board, post and person beneath them.

        For whom he or she works is asked for once per user object, as the roles are.
        """
        if not hasattr(user, "_works_for"):
            user._works_for = list(user.memberships.values_list("partner__code", flat=True))
        return self.within_any(user._works_for)

    def with_action_counts(self, user):
        """Each partner with `action_total`: how many actions that this reader may see it leads or supports."""
        leads = self.model._meta.get_field("leads").related_model.objects.visible_to(user)
        counted = leads.filter(partner=models.OuterRef("pk")).order_by().values("partner")
        total = models.Subquery(counted.annotate(total=models.Count("pk")).values("total"))
        return self.annotate(action_total=Coalesce(total, 0))

    def with_leads(self, user):
        """Each partner with `visible_leads`: its leads of the actions that this reader may see, in the plan's order."""
        leads = self.model._meta.get_field("leads").related_model.objects.visible_to(user).with_action()
        return self.prefetch_related(models.Prefetch("leads", leads, to_attr="visible_leads"))

    def with_words(self, user):
        """Each partner with the words a search by `user` may find it by: `heading`, `body`, and no `place`.

        The body is its other spellings, which of a private person only officers may see, and its description.
        """
        face = Coalesce(NullIf("public_name", models.Value("")), "name")
        aliases = Alias.objects.all() if reads_names(user) else Alias.objects.exclude(partner__kind=Partner.Kind.PERSON)
        spellings = aliases.filter(partner=models.OuterRef("pk")).order_by().values("partner")
        also = models.Subquery(spellings.annotate(all=StringAgg("name", "; ", order_by="name")).values("all"))
        return self.annotate(
            heading=models.F("name") if reads_names(user) else face,
            body=Concat(also, models.Value("\n"), "description", output_field=models.TextField()),
            place=models.Value(""),
        )


@tracked
class Partner(models.Model):
    """Somebody who can lead an action: an organisation, a team or board of it, a post, or a named person.

    A named person is private. Signed-out readers see `public_name` wherever signed-in officers see `name`; `str()` and
    `display_name` give the public face, so that what forgets to ask shows too little rather than too much.
    """

    class Kind(models.TextChoices):
        ORGANISATION = "organisation", "Organisation"
        TEAM = "team", "Team"
        BOARD = "board", "Board, commission or partnership"
        POST = "post", "Post"
        PERSON = "person", "Named person"

    code = models.SlugField(max_length=80, unique=True, help_text="Short name in addresses. Never a person's name.")
    kind = models.CharField(max_length=20, choices=Kind)
    name = models.CharField(max_length=200, help_text="Full name. A person's name is shown to officers only.")
    public_name = models.CharField(
        max_length=200, blank=True, help_text="For a named person: what the public reads, such as “A named officer”."
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="parts", help_text="The organisation it belongs to."
    )
    succeeded_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors", help_text="Who took over its work."
    )
    succeeded_on = models.DateField(null=True, blank=True, help_text="The first day of the successor, where known.")
    description = models.TextField(blank=True, help_text="One or two factual sentences.")
    updated_at = models.DateTimeField(auto_now=True, help_text="When this row last changed.")

    objects = PartnerQuerySet.as_manager()

    class Meta:
        # By what everybody may read: the order of private names would tell of them.
        ordering = [Coalesce(NullIf("public_name", models.Value("")), "name"), "code"]
        constraints = [
            WriteGate(name="partners_partner_write_gate"),
            models.CheckConstraint(
                name="partners_partner_code_not_empty",
                condition=~models.Q(code=""),
                violation_error_message="Give the partner a code: lower-case letters, digits and hyphens.",
            ),
            models.CheckConstraint(
                name="partners_partner_name_not_empty",
                condition=~models.Q(name=""),
                violation_error_message="Give the partner a name.",
            ),
            models.CheckConstraint(
                name="partners_partner_kind_known",
                condition=models.Q(kind__in=["organisation", "team", "board", "post", "person"]),
                violation_error_message="Choose one of: organisation, team, board, post, person.",
            ),
            models.CheckConstraint(
                name="partners_partner_public_name_for_persons",
                condition=models.Q(kind="person", public_name__gt="")
                | (~models.Q(kind="person") & models.Q(public_name="")),
                violation_error_message="A named person needs a public name (“A named officer”); nobody else has one.",
            ),
            models.CheckConstraint(
                name="partners_partner_public_name_hides_name",
                condition=~models.Q(kind="person") | ~models.Q(public_name__icontains=models.F("name")),
                violation_error_message="The public name must not contain the person's name.",
            ),
            models.CheckConstraint(
                name="partners_partner_code_hides_name",
                condition=~models.Q(kind="person")
                | ~models.Q(code__icontains=Replace("name", models.Value(" "), models.Value("-"))),
                violation_error_message="The code must not contain the person's name: everybody reads it in addresses.",
            ),
            models.CheckConstraint(
                name="partners_partner_description_hides_name",
                condition=~models.Q(kind="person") | ~models.Q(description__icontains=models.F("name")),
                violation_error_message="The description must not contain the person's name: everybody reads it.",
            ),
            models.CheckConstraint(
                name="partners_partner_succeeded_on_needs_successor",
                condition=models.Q(succeeded_on=None) | models.Q(succeeded_by__isnull=False),
                violation_error_message="A date of succession needs a successor.",
            ),
            NoCircle(
                name="partners_partner_parent_no_circle",
                field="parent",
                violation_error_message="A partner cannot belong to itself, nor to one of its own parts.",
            ),
            NoCircle(
                name="partners_partner_succession_no_circle",
                field="succeeded_by",
                violation_error_message="A partner cannot be its own successor, nor succeed one that came after it.",
            ),
            Remembers(
                name="partners_partner_code_remembered",
                field="code",
                kept_in="partners_formercode",
                subject="partner",
            ),
        ]

    def __str__(self):
        return self.display_name

    def get_absolute_url(self):
        return reverse("partner", args=[self.code])

    @property
    def display_name(self):
        """What a signed-out reader sees."""
        return self.public_name or self.name

    def name_for(self, user):
        """What this reader sees: officers the name, everybody else the public face."""
        return self.name if reads_names(user) else self.display_name

    def aliases_for(self, user):
        """Its other spellings as this reader may see them: a private person's are for officers only."""
        return self.aliases.none() if self.is_private and not reads_names(user) else self.aliases.all()

    @property
    def is_private(self):
        """True for a named person, whose name only officers see."""
        return self.kind == self.Kind.PERSON


class OfPartnerQuerySet(models.QuerySet):
    """Which rows of a partner."""

    def visible_to(self, user):
        """Those of the partners that this reader may know of."""
        return self.filter(partner__in=Partner.objects.visible_to(user))


@tracked
class Alias(models.Model):
    """Another spelling of a partner's name, as some plan prints it: “IGU Manger”. As private as its partner."""

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=200, help_text="The other spelling, as printed.")

    objects = OfPartnerQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "aliases"
        constraints = [
            WriteGate(name="partners_alias_write_gate"),
            models.UniqueConstraint(
                Lower("name"),
                name="partners_alias_name_unique",
                violation_error_message="Another partner, or this one, already has this alias.",
            ),
            models.CheckConstraint(
                name="partners_alias_name_not_empty",
                condition=~models.Q(name=""),
                violation_error_message="Give the alias a name.",
            ),
        ]

    def __str__(self):
        return self.name


@tracked
class FormerCode(models.Model):
    """A code that a partner had, or that one had which was merged into it; addresses and filters with it lead on.

    The database itself writes one whenever a code changes (see `Remembers`); the later of two rows counts.
    """

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="former_codes")
    code = models.SlugField("former code", max_length=80, help_text="The code it had.")

    objects = OfPartnerQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "code"],
                name="partners_formercode_code_unique",
                violation_error_message="It is recorded already that this partner had this code.",
            ),
            models.CheckConstraint(
                name="partners_formercode_code_not_empty",
                condition=~models.Q(code=""),
                violation_error_message="Give the code that it had.",
            ),
        ]

    def __str__(self):
        return f"{self.code}, now {self.partner.code}"


@tracked
class Membership(models.Model):
    """A person who works for a partner, and may report on what it, or a team or post of it, leads."""

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")

    class Meta:
        ordering = ["partner", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "user"],
                name="partners_membership_person_unique",
                violation_error_message="This person works for this partner already.",
            )
        ]

    def __str__(self):
        return f"{self.user}: {self.partner}"
