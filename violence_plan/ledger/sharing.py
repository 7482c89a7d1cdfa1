"""Which plans' rows name what plans share."""

from django.db.models import F, Q
from django.db.models.functions import Coalesce

from actions.models import Alignment, Lead, Plan, Strategy
from history.rows import events_of
from partners.models import Partner
from principles.models import Framework, Principle


def plans_that_name(*, since):
    """The slugs of the plans that name a partner, principle or framework written to by a commit after turn `since`.

    With a partner come its teams and posts: what is theirs may be shared with another now.
    """

    def written(model):
        return events_of(model).objects.filter(pgh_turn__gt=since).values("pgh_obj_id")

    framework, codes = (
        written(Framework),
        Partner.objects.filter(pk__in=written(Partner)).values_list("code", flat=True),
    )
    partner = Partner.objects.within_any(codes)
    principle = Q(principle__in=written(Principle)) | Q(principle__framework__in=framework)
    named = [
        Lead.objects.filter(partner__in=partner).annotate(slug=F("action__plan__slug")),
        Strategy.objects.filter(owner__in=partner).annotate(slug=F("plan__slug")),
        Alignment.objects.filter(principle).annotate(slug=Coalesce("action__plan__slug", "strategy__plan__slug")),
    ]
    slugs = Plan.objects.filter(framework__in=framework).order_by().values_list("slug")
    return {slug for (slug,) in slugs.union(*(rows.order_by().values_list("slug") for rows in named))}
