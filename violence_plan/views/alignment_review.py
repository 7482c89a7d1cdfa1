"""The page on which officers and strategy leads review the alignments that merged cells pass on."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.http import urlencode

from access.pages import asks, writes
from actions.rules import changeable_by, changes_all
from actions.views import find, find_plan
from tables.parameters import shown
from violence_plan.alignment_review import Tally, parts, review_rows
from violence_plan.review_form import ReviewForm


@asks("strategy")
@writes
def alignment_review(request, plan):
    """One strategy's inherited alignments to confirm or reject, and principles to add; 422 where it cannot be saved.

    A stranger is led to sign in, whatever the address. Raises Http404, or PermissionDenied for who may change nothing.
    """
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    plan = find_plan(request, plan)
    mine = changeable_by(request.user, plan.strategies.select_related("plan"))
    if not (changes_all(request.user) or mine.exists()):
        raise PermissionDenied
    reviewed = parts(mine)
    part = chosen(request, plan, mine, reviewed)
    form = part and ReviewForm(review_rows(part.strategy), request.POST if request.method == "POST" else None)
    if form and request.method == "POST" and form.is_valid() and (counts := form.save()) is not None:
        return said(request, counts, part.strategy.ref)
    context = {"plan": plan, "parts": reviewed, "tally": sum((one.tally for one in reviewed), Tally(0, 0))}
    context |= {"part": part, "form": form, "errors": form.errors if request.method == "POST" else ()}
    return render(request, "alignment_review.html", context, status=422 if context["errors"] else 200)


def chosen(request, plan, mine, reviewed):
    """The Part that `?strategy=` names, else the first in which something waits, else the first; None without any.

    Raises Http404 where there is no such strategy.
    """
    if ref := request.GET.get("strategy"):
        asked = find(mine, f"{plan} has no strategy {shown(ref)} that you may review.", ref=ref)
        return next((part for part in reviewed if part.strategy == asked), None)
    return next((part for part in reviewed if not part.tally.is_done), reviewed[0] if reviewed else None)


def said(request, counts, ref):
    """Back to the strategy's page, which says what was saved, so that reading it again sends nothing twice."""
    words = ", ".join(f"{number} {word}" for word, number in counts.items())
    messages.success(request, f"Saved: {words}." if words else "Nothing was changed: you chose nothing new.")
    return redirect(f"{request.path}?{urlencode({'strategy': ref})}")
