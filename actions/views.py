"""Pages of a plan: the plan, its strategies and their themes, its actions."""

from django.core.paginator import InvalidPage, Paginator
from django.http import Http404
from django.shortcuts import redirect, render

from access.pages import asks
from actions.days import on_a_day
from actions.filter_panel import FilterPanel, within
from actions.filters import ActionFilter
from actions.held import Held
from actions.models import Action, Plan, SourceNote
from actions.parameters import AS_AT
from actions.progress import tally
from actions.rules import answers_read_by, may_change, may_report
from tables.parameters import shown

PAGE_SIZE = 50


def find(queryset, sentence, **lookup):
    """The one row of `queryset` that `lookup` describes. Raises Http404 with `sentence`, which every reader may see."""
    try:
        return queryset.get(**lookup)
    except (queryset.model.DoesNotExist, ValueError):  # a ValueError is a NUL in the address
        raise Http404(sentence) from None


def find_plan(request, slug):
    """The plan of that slug, where the reader may see it. Raises Http404."""
    return find(Plan.objects.visible_to(request.user), f"There is no plan called “{slug}”.", slug=slug)


def find_numbered(rows, sentence, ref):
    """The row that has that number, had it or is printed with it. Raises Http404 with `sentence` as `find` does."""
    try:
        row = rows.known_as(ref)
    except ValueError:  # a NUL in the address
        row = None
    if row is None:
        raise Http404(sentence)
    return row


def moved_to(row, at=None):
    """A lasting redirect to the page of `row`, on the day `at`, which no browser keeps: others may get its number."""
    response = redirect(row.get_absolute_url() + (f"?at={at}" if at else ""), permanent=True)
    response.headers["Cache-Control"] = "no-cache"
    return response


def plan_list(request):
    """All plans the reader may see, each with the number of its strategies and actions."""
    plans = Plan.objects.visible_to(request.user).with_counts(request.user)
    return render(request, "actions/plan_list.html", {"plans": plans})


def plan(request, plan):
    """One plan: its introduction, its sections, its strategies with counts."""
    plan = find_plan(request, plan)
    strategies = plan.strategies.visible_to(request.user).with_action_counts(request.user).select_related("section")
    context = {
        "plan": plan,
        "strategies": strategies,
        "action_total": sum(strategy.action_total for strategy in strategies),
        "indicators": plan.indicators.of_whole_plan().with_measurements(),
        "notes": SourceNote.objects.visible_to(request.user).on_whole(plan),
    }
    return render(request, "actions/plan_detail.html", context)


@on_a_day
def strategy(request, plan, ref, at):
    """One strategy: its text, its themes with their actions, as far as they had come on the day `at`."""
    plan = find_plan(request, plan)
    strategies = plan.strategies.visible_to(request.user).select_related("plan")
    strategy = find_numbered(
        strategies.with_action_counts(request.user).select_related("section", "owner"),
        f"{plan} has no strategy {shown(ref)}.",
        ref,
    )
    if strategy.ref != ref:
        return moved_to(strategy, at)
    table = strategy.table_for(request.user, at)
    context = {
        "plan": plan,
        "strategy": strategy,
        "at": at,
        "quick_exit": strategy.quick_exit,
        "alignments": strategy.alignments.select_related("principle__framework"),
        "table": table,
        "progress": tally(action for _, actions in table for action in actions),
        "indicators": strategy.indicators.with_measurements(),
        "notes": SourceNote.objects.visible_to(request.user).on_whole(strategy),
        "previous": strategies.before(strategy).first(),
        "next": strategies.after(strategy).first(),
    }
    return render(request, "actions/strategy_detail.html", context)


@on_a_day
def theme(request, plan, ref, theme, at):
    """One theme of a strategy: what it says, its actions as far as they had come on the day `at`, its indicators."""
    plan = find_plan(request, plan)
    strategies = plan.strategies.visible_to(request.user).select_related("plan")
    strategy = find_numbered(strategies, f"{plan} has no strategy {shown(ref)}.", ref)
    asked = theme
    theme = find_numbered(strategy.themes, f"Strategy {strategy} has no theme called “{shown(asked)}”.", asked)
    if (strategy.ref, theme.slug) != (ref, asked):
        return moved_to(theme, at)
    actions = theme.actions.visible_to(request.user).with_links(request.user).with_status(at)
    previous, following = strategy.themes.beside(theme)
    context = {
        "plan": plan,
        "strategy": strategy,
        "at": at,
        "quick_exit": strategy.quick_exit,
        "theme": theme,
        "actions": actions,
        "progress": tally(actions),
        "indicators": theme.indicators.with_measurements(),
        "previous": previous,
        "next": following,
    }
    return render(request, "actions/theme_detail.html", context)


@asks(*ActionFilter.base_filters, "page")
def action_list(request, plan):
    """The actions of a plan, filtered by the query string; 400 and no rows where it asks for what there is not."""
    plan = find_plan(request, plan)
    everything = Action.objects.visible_to(request.user).filter(plan=plan)
    filters = ActionFilter(
        within(plan, request.GET),
        queryset=everything.with_status().with_links(request.user).as_printed(),
        request=request,
        also_known=("page", AS_AT),
    )
    context = {
        "plan": plan,
        "total": everything.count(),
        "at": None if filters.errors else filters.form.cleaned_data["at"],
        "panel": FilterPanel(Held(plan, request.user), filters),
        "page": find_page(everything.none() if filters.errors else filters.qs, request.GET.get("page") or "1"),
    }
    return render(request, "actions/action_list.html", context, status=400 if filters.errors else 200)


def find_page(rows, number, size=PAGE_SIZE):
    """The page of that number, as typed, of a list of rows. Raises Http404 where there is none."""
    pages = Paginator(rows, size)
    try:
        return pages.page(number)
    except InvalidPage:
        last = pages.num_pages
        asked = f"There is no page “{shown(number)}”."
        raise Http404(f"{asked} This list has {last} page{'' if last == 1 else 's'}.") from None


@on_a_day
def action(request, plan, ref, at):
    """One action with its leads, principles, progress up to the day `at`, and source notes."""
    plan = find_plan(request, plan)
    actions = plan.actions.visible_to(request.user)
    sentence = f"{plan} has no action {shown(ref)}."
    action = find_numbered(actions.with_status(at).with_links(request.user), sentence, ref)
    if action.ref != ref:
        return moved_to(action, at)
    context = {
        "plan": plan,
        "action": action,
        "at": at,
        "quick_exit": action.strategy.quick_exit,
        "covers": actions.covered_by(action).select_related("plan"),
        "rejections": action.rejections.visible_to(request.user).select_related("principle__framework"),
        "may_review": request.user.is_authenticated and may_change(request.user, action),
        "may_report": request.user.is_authenticated and may_report(request.user, action),
        "answers": set(answers_read_by(request.user, action.leads.all())) if request.user.is_authenticated else set(),
        "updates": action.updates.visible_to(request.user).reported_by(at).prefetch_related("evidence"),
        "previous": actions.before(action).select_related("plan").first(),
        "next": actions.after(action).select_related("plan").first(),
    }
    return render(request, "actions/action_detail.html", context)
