"""The search page: everything that a reader may see."""

from django.core.paginator import InvalidPage, Paginator
from django.http import Http404
from django.shortcuts import redirect, render

from access.pages import asks
from actions.models import Action, GlossaryTerm, Plan, Strategy
from tables.parameters import refused, shown
from violence_plan.search.kinds import KINDS
from violence_plan.search.numbers import numbered
from violence_plan.search.results import MOST_PLANS, Results
from violence_plan.search.suggestions import any_of, suggestions
from violence_plan.search.words import LONGEST, cleaned

PARAMETERS = ["q", "kind", "plan", "page"]
PAGE_SIZE = 20


@asks(*PARAMETERS)
def search(request):
    """What is found; a number leads straight to the one thing that has it; 400 where the question cannot be read."""
    plans = Plan.objects.visible_to(request.user).defer("introduction").order_by("pk")
    plan = named(plans, request.GET.get("plan", ""))
    typed = cleaned(request.GET.get("q", ""))
    context = {"typed": typed, "problems": unanswerable(request.GET, plan), "longest": LONGEST}
    if context["problems"]:
        return render(request, "search.html", context, status=400)
    number = request.GET.get("page") or "1"
    if not typed:
        context |= {"page": find_page([], number), "examples": examples(request.user)}
        return render(request, "search.html", context)
    same_number = numbered(typed, user=request.user, plan=plan)
    if len(same_number) == 1:
        return redirect(same_number[0])
    few = list(plans[: MOST_PLANS + 1])
    many = len(few) > MOST_PLANS
    results = Results(typed, user=request.user, kind=request.GET.get("kind", ""), plan=plan, alone=many)
    page = find_page(results.chosen, number)
    context |= {"same_number": same_number, "results": results, "page": page, "hits": results.hits(page.object_list)}
    context |= {"plan": plan, "plans": results.of_plans(plans.filter(pk__in=results.best_plans) if many else few)}
    if not results.everything:
        context |= {"suggestions": suggestions(typed, request.user), "any_of": any_of(typed)}
    return render(request, "search.html", context)


def named(plans, slug):
    """The one of `plans`, a queryset, that has this slug, or None."""
    return plans.filter(slug=slug).first() if slug and slug.isprintable() else None


def unanswerable(query, plan):
    """What the search cannot answer in the QueryDict `query`: messages by the name of the field, or of what is none.

    `plan` is the Plan that it names, or None.
    """
    typed, kind = cleaned(query.get("q", "")), query.get("kind", "")
    problems = {name: message for name, [message] in refused(query, filters={}, also_known=PARAMETERS).items()}
    if not typed.isprintable() or "�" in typed:
        problems["q"] = "What you searched for has signs in it that cannot be read. Type the words again."
    elif len(typed) > LONGEST:
        problems["q"] = (
            f"A search can be up to {LONGEST} characters long. Yours has {len(typed):,}: leave some words out."
        )
    if kind and kind not in KINDS:
        problems["kind"] = f"There is no kind of thing called “{shown(kind)}”. Choose one of: {', '.join(KINDS)}."
    if query.get("plan") and not plan:
        problems["plan"] = f"There is no plan “{shown(query['plan'])}”."
    return problems


def find_page(found, number):
    """The page of that number, as typed. Raises Http404 where there is none."""
    pages = Paginator(found, PAGE_SIZE)
    try:
        return pages.page(number)
    except InvalidPage:
        last = pages.num_pages
        asked = f"There is no page “{shown(number)}”."
        raise Http404(f"{asked} This search has {last} page{'' if last == 1 else 's'}.") from None


def examples(user):
    """What may be typed, out of what the reader may see: a strategy's title, an action's number, an acronym."""
    strategy, action = (model.objects.visible_to(user).order_by("pk") for model in (Strategy, Action))
    acronym = GlossaryTerm.objects.visible_to(user).expanded().order_by("pk")
    return {"strategy": strategy.last(), "action": action.last(), "acronym": acronym.last()}
