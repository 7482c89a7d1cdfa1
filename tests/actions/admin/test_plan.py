"""Plans, chapters, strategies and themes in the admin."""

import pytest
from django.contrib.auth.models import Permission

from actions.models import Plan, Section, Theme
from tests.actions.admin.forms import inline, listed, problems, strategy_form
from tests.factories import (
    make_action,
    make_alignment,
    make_lead,
    make_partner,
    make_plan,
    make_principle,
    make_strategy,
    make_theme,
    make_user,
)  # fmt: skip
from tests.page_reading import read

pytestmark = pytest.mark.django_db
STRATEGIES = "/admin/actions/strategy/"


def choices(signed_in, model, field, term):
    query = {"app_label": "actions", "model_name": model, "field_name": field, "term": term}
    return [row["text"] for row in signed_in.get("/admin/autocomplete/", query).json()["results"]]


def test_a_plan_with_themes_in_use_is_not_deleted(signed_in):
    plan = make_action(theme=make_theme()).plan
    response = signed_in.post(f"/admin/actions/plan/{plan.pk}/delete/", {"post": "yes"})
    assert "would require deleting the following protected related objects" in response.content.decode()
    assert Plan.objects.exists()


def test_an_empty_plan_is_deleted(signed_in):
    plan = make_plan()
    assert signed_in.post(f"/admin/actions/plan/{plan.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not Plan.objects.exists()


def test_a_section_of_another_plan_is_refused(signed_in):
    strategy = make_strategy()
    section = Section.objects.create(plan=make_plan(), ref="3", title="Chapter", position=1)
    response = signed_in.post(f"{STRATEGIES}{strategy.pk}/change/", strategy_form(strategy, section=section.pk))
    assert problems(response) == ["The section belongs to another plan."]


def test_a_strategy_inherits_no_principle(signed_in):
    strategy = make_strategy()
    principle = make_principle(framework=strategy.plan.framework)
    rows = inline("alignments", {"principle": principle.pk, "basis": "inherited", "printed": "", "reason": ""})
    response = signed_in.post(f"{STRATEGIES}{strategy.pk}/change/", strategy_form(strategy, **rows))
    assert problems(response)[0].startswith("Select a valid choice. inherited is not one of the available choices.")


def test_a_theme_in_use_is_not_deleted_with_the_strategys_page(signed_in):
    theme = make_action(theme=make_theme()).theme
    row = {"id": theme.pk, "strategy": theme.strategy_id, "title": theme.title, "position": theme.position}
    rows = inline("themes", row | {"DELETE": "on"}, existing=1)
    response = signed_in.post(f"{STRATEGIES}{theme.strategy_id}/change/", strategy_form(theme.strategy, **rows))
    assert "would require deleting the following protected related objects" in problems(response)[0]
    assert Theme.objects.exists()


def test_a_theme_stays_in_its_strategy(signed_in):
    theme, other = make_theme(title="Before"), make_strategy()
    data = {"strategy": other.pk, "title": "After", "text": "", "objective": "", "position": 1}
    assert signed_in.post(f"/admin/actions/theme/{theme.pk}/change/", data).status_code == 302
    assert list(Theme.objects.values_list("title", "strategy")) == [("After", theme.strategy_id)]


def test_a_new_theme_chooses_its_strategy(signed_in):
    strategy = make_strategy()
    data = {"strategy": strategy.pk, "title": "New", "text": "", "objective": "", "position": 1}
    assert signed_in.post("/admin/actions/theme/add/", data).status_code == 302
    assert strategy.themes.get().title == "New"


def test_the_list_counts_actions_and_names_the_owner(signed_in):
    owner = make_partner(kind="person", name="Jo Bloggs", public_name="A named officer")
    strategy = make_strategy(owner=owner)
    make_lead(action=make_action(strategy=strategy))
    make_action(strategy=strategy)
    make_strategy(plan=strategy.plan)
    response = signed_in.get(STRATEGIES)
    assert listed(response, "owner_name", "actions_total", "without_lead") == [("Jo Bloggs", 2, 1), (None, 0, 0)]


def test_principles_of_the_strategy_itself_stand_on_its_page(signed_in):
    alignment = make_alignment(strategy=make_strategy(), printed="“reflects strategic priority 1”")
    html = signed_in.get(f"{STRATEGIES}{alignment.strategy_id}/change/").content.decode()
    assert "“reflects strategic priority 1”</textarea>" in html


def test_a_plan_is_added_with_chapters_and_periods(signed_in):
    data = {
        "title": "Violence Plan",
        "slug": "violence-plan",
        "area": "Hackney",
        "framework": "",
        "introduction": "",
        "publication": "draft",
        "access": "open",
        "handling": "official",
        "period_start": "",
        "period_end": "",
        "source_title": "",
        "source_date": "",
        "licence": "",
    }
    data |= inline("sections", {"ref": "3", "title": "Chapter", "position": 1})
    data |= inline(
        "periods", {"code": "2016-17", "title": "2016/17", "starts_on": "2016-04-01", "ends_on": "2017-03-31"}
    )
    assert signed_in.post("/admin/actions/plan/add/", data).status_code == 302
    plan = Plan.objects.get()
    assert (plan.sections.get().ref, plan.periods.get().code) == ("3", "2016-17")


def test_choices_name_the_plan_or_strategy(signed_in):
    strategy = make_strategy(ref="5.1", title="Knife crime", plan=make_plan(title="Violence Plan"))
    make_theme(strategy=strategy, title="Enforcement")
    Section.objects.create(plan=strategy.plan, ref="3", title="Chapter", position=1)
    assert choices(signed_in, "action", "strategy", "5.1") == ["5.1 Knife crime (Violence Plan)"]
    assert choices(signed_in, "action", "theme", "5.1") == ["5.1 · Enforcement"]
    assert choices(signed_in, "strategy", "section", "3") == ["3 Chapter (Violence Plan)"]


def test_who_may_not_delete_alignments_cannot_have_them_worked_out(client):
    plan = make_plan()
    almost = make_user(is_staff=True)
    rights = ["view_plan", "change_plan", "add_alignment", "change_alignment"]
    almost.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client.force_login(almost)
    assert "Work out inherited alignments" not in client.get("/admin/actions/plan/").content.decode()
    client.post("/admin/actions/plan/", {"action": "inherit", "_selected_action": [plan.pk]})
    assert "Inherited:" not in client.get(f"/admin/actions/plan/{plan.pk}/history/").content.decode()


def test_what_a_merged_cell_covers_is_worked_out_from_the_list(signed_in):
    theme = make_theme()
    first, second = (make_action(theme=theme, position=n) for n in (1, 2))
    principle = make_alignment(action=first).principle
    answer = signed_in.post(
        "/admin/actions/plan/", {"action": "inherit", "_selected_action": [first.plan_id]}, follow=True
    )
    assert [str(message) for message in answer.context["messages"]] == [
        "A plan. Inherited: 1 added, 0 removed, 0 as before."
    ]
    inherited = second.alignments.get()
    assert (inherited.principle, inherited.basis, inherited.inherited_from) == (principle, "inherited", first)
    history = read(signed_in.get(f"/admin/actions/action/{second.pk}/history/"))
    assert "Admin · Worked out from the stated alignments." in history
