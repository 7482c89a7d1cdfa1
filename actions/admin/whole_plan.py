"""Publishing a plan: its drafts go along or stay, as the officer says, with their number before the eyes."""

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.template.response import TemplateResponse

from actions.models import Publication
from actions.publication import publish_plan, unpublished_parts

ANSWERS = {"with": True, "alone": False}


def drafts_of(plan):
    """How many strategies and actions of a plan nobody reads yet, in words; empty where there are none."""
    strategies, actions = (rows.count() for rows in unpublished_parts(plan))
    counted = [
        f"{strategies} strateg{'y' if strategies == 1 else 'ies'}" if strategies else "",
        f"{actions} action{'' if actions == 1 else 's'}" if actions else "",
    ]
    return " and ".join(filter(None, counted))


class PublishesWhole:
    """A mixin for the admin of plans: a plan published with draft strategies shows nothing, so it asks about them."""

    @admin.action(description="Publish selected %(verbose_name_plural)s", permissions=["publish"])
    def publish(self, request, queryset):
        """Publish the selected plans; ask first where they have drafts."""
        answer = ANSWERS.get(request.POST.get("parts", ""))
        drafts = [(plan, words) for plan in queryset if (words := drafts_of(plan))]
        if drafts and answer is None:
            context = {"drafts": drafts, "plans": queryset, "opts": self.opts, "checkbox": ACTION_CHECKBOX_NAME}
            context |= {"title": "Publish the drafts too?"} | self.admin_site.each_context(request)
            return TemplateResponse(request, "admin/publish_plans.html", context)
        for plan in queryset:
            changed = publish_plan(plan=plan, with_parts=bool(answer))
            self.log_change(request, plan, f"Publication: {Publication.PUBLISHED.label}, {len(changed)} rows.")
            rows = f"{len(changed)} row{'' if len(changed) == 1 else 's'}"
            messages.success(request, f"{plan}: {rows} now published, the plan among them or before.")
        return None

    def save_model(self, request, obj, form, change):
        """Save the plan; where it is published and its drafts are not, say so, and how they are published."""
        super().save_model(request, obj, form, change)
        if obj.publication == Publication.PUBLISHED and (words := drafts_of(obj)):
            messages.warning(
                request,
                f"The plan is published, but {words} of it are not: nobody but you and the board sees them. To publish "
                "them too, choose the plan in the list and “Publish selected plans”.",
            )
