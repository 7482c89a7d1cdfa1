"""Pages for those who report: progress of an action, and what a partner says of being named its lead."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import redirect, render

from access.pages import writes
from actions.answer_form import AnswerForm
from actions.models import Publication
from actions.progress import RecordedAlreadyError
from actions.report_form import ReportForm
from actions.rules import may_answer, may_publish, may_report
from actions.views import find_numbered, find_plan
from tables.parameters import shown

RECORDED = {
    Publication.PUBLISHED: "Your update is recorded and published.",
    Publication.IN_REVIEW: "Your update is recorded. The public reads it once an officer has published it.",
    Publication.DRAFT: "Your update is recorded as a draft.",
}
RECORDED_BEFORE = "This update was recorded already. Nothing was recorded twice."


def find_action(request, plan, ref):
    """The action of that number, with what a page shows of it, where the reader may see it. Raises Http404."""
    plan = find_plan(request, plan)
    actions = plan.actions.visible_to(request.user).with_status().with_links(request.user)
    return find_numbered(actions, f"{plan} has no action {shown(ref)}.", ref)


def refused(request, action):
    """403: the reader may see the action and do nothing to it; the page says who may, and whom to ask."""
    return render(request, "actions/not_yours.html", {"plan": action.plan, "action": action}, status=403)


@writes
def report(request, plan, ref):
    """The form that reports progress on an action; 422 with all that was typed where something is wrong.

    Strangers are led to sign in, whatever the address. Raises Http404.
    """
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    action = find_action(request, plan, ref)
    if not may_report(request.user, action):
        return refused(request, action)
    last = action.updates.visible_to(request.user).latest_first().prefetch_related("evidence").first()
    sent = request.POST if request.method == "POST" else None
    form = ReportForm(sent, action=action, last=last, chooses=may_publish(request.user, action))
    if form.is_valid():
        return recorded(request, form)
    context = {"plan": action.plan, "action": action, "form": form, "last": last, "errors": form.problems}
    return render(request, "actions/report.html", context, status=422 if form.errors else 200)


def recorded(request, form):
    """Record what the valid `form` says, once, and lead to the action, which says what became of it."""
    try:
        messages.success(request, RECORDED[form.record(request.user).publication])
    except RecordedAlreadyError:
        messages.info(request, RECORDED_BEFORE)
    return redirect(f"{form.action.get_absolute_url()}#progress")


@writes
def lead_answer(request, plan, ref, partner):
    """The form by which a partner accepts or disputes being named lead; 422 where a dispute has no reason.

    Strangers are led to sign in, whatever the address. Raises Http404.
    """
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    action = find_action(request, plan, ref)
    lead = next((lead for lead in action.leads.all() if lead.partner.code == partner), None)
    if lead is None:
        raise Http404(f"Action {action.ref} names no partner “{shown(partner)}”.")
    if not may_answer(request.user, lead):
        return refused(request, action)
    form = AnswerForm(request.POST if request.method == "POST" else None, lead=lead)
    if form.is_valid():
        messages.success(request, f"Action {action.ref}: {form.answer()}")
        return redirect("progress", action.plan.slug)
    context = {"plan": action.plan, "action": action, "lead": lead, "form": form, "errors": form.problems}
    return render(request, "actions/lead_answer.html", context, status=422 if form.errors else 200)
