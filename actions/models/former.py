"""Numbers that strategies and actions had before, and names of themes in addresses; addresses with them lead on."""

from django.db import models

from actions.constraints import SameParent
from actions.models.plan import Plan
from history.tracking import tracked


@tracked
class FormerRef(models.Model):
    """A number that a strategy or an action had once; the later of two rows of one number was written later.

    The database itself writes one whenever a number changes (see `RemembersRef`).
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="former_refs")
    ref = models.CharField("former number", max_length=20, help_text="The number it had.")
    strategy = models.ForeignKey("actions.Strategy", models.CASCADE, null=True, blank=True, related_name="former_refs")
    action = models.ForeignKey("actions.Action", models.CASCADE, null=True, blank=True, related_name="former_refs")

    class Meta:
        ordering = ["plan", "pk"]
        verbose_name = "former number"
        indexes = [models.Index(fields=["ref"], name="actions_formerref_ref")]
        constraints = [
            models.UniqueConstraint(
                fields=["strategy", "ref"],
                name="actions_formerref_strategy_ref_unique",
                violation_error_message="It is recorded already that this strategy had this number.",
            ),
            models.UniqueConstraint(
                fields=["action", "ref"],
                name="actions_formerref_action_ref_unique",
                violation_error_message="It is recorded already that this action had this number.",
            ),
            models.CheckConstraint(
                name="actions_formerref_one_subject",
                condition=models.Q(action=None, strategy__isnull=False) | models.Q(action__isnull=False, strategy=None),
                violation_error_message="Name either an action or a strategy.",
            ),
            models.CheckConstraint(
                name="actions_formerref_ref_not_empty",
                condition=~models.Q(ref=""),
                violation_error_message="Give the number that it had.",
            ),
            SameParent(
                name="actions_formerref_strategy_of_same_plan",
                field="strategy",
                parent="plan",
                violation_error_message="The strategy belongs to another plan.",
            ),
            SameParent(
                name="actions_formerref_action_of_same_plan",
                field="action",
                parent="plan",
                violation_error_message="The action belongs to another plan.",
            ),
        ]

    def __str__(self):
        return f"{self.ref}, now {(self.action or self.strategy).ref}"


@tracked
class FormerSlug(models.Model):
    """What a theme was called in the address of its page before its title changed; the later of two rows counts.

    The database itself writes one whenever that changes (see `Remembers`).
    """

    theme = models.ForeignKey("actions.Theme", models.CASCADE, related_name="former_slugs")
    slug = models.SlugField("former name in addresses", max_length=200, help_text="What it was in addresses.")

    class Meta:
        ordering = ["theme", "pk"]
        verbose_name = "former address of a theme"
        verbose_name_plural = "former addresses of themes"
        constraints = [
            models.UniqueConstraint(
                fields=["theme", "slug"],
                name="actions_formerslug_slug_unique",
                violation_error_message="It is recorded already that this theme had this name in addresses.",
            ),
            models.CheckConstraint(
                name="actions_formerslug_slug_not_empty",
                condition=~models.Q(slug=""),
                violation_error_message="Give the name that it had in addresses.",
            ),
        ]

    def __str__(self):
        return f"{self.slug}, now {self.theme.slug}"
