"""The officers' site: who gets in, what the index shows, and lists that cost the same however long they are."""

import re
from datetime import date

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Permission, User
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import URLResolver, reverse
from django.utils import timezone

from accounts.invitations import invite
from accounts.keys import make_key
from accounts.models import Invitation, PartnerKey
from actions.models import (
    Action,
    Alignment,
    AlignmentRejection,
    Evidence,
    FormerRef,
    FormerSlug,
    GlossaryTerm,
    Indicator,
    Lead,
    Measurement,
    Milestone,
    Period,
    Plan,
    ProgressUpdate,
    SearchEntry,
    Section,
    SourceNote,
    Strategy,
    StrategyLead,
    Theme,
)  # fmt: skip
from history.tracking import is_of_history
from partners.models import Alias, FormerCode, Membership, Partner
from principles.models import Framework, Principle
from tables.admin import TableAdmin
from tests.factories import (
    make_action,
    make_alignment,
    make_framework,
    make_lead,
    make_partner,
    make_plan,
    make_principle,
    make_strategy,
    make_theme,
    make_user,
    number,
)  # fmt: skip
from violence_plan.admin import OfficersSite

pytestmark = pytest.mark.django_db
PEOPLE = {Membership, StrategyLead}  # edited where accounts are


def make_full_action():
    action = make_action(theme=make_theme())
    for _ in range(2):
        make_lead(action=action)
        make_alignment(action=action)
    return action


def make_user_without_password():
    """A user without a password: hashing one for each of many rows would take its time."""
    return User.objects.create(username=f"nobody-{next(number)}")


def make_invitation():
    who = {"name": "Jo Bloggs", "email": f"jo-{next(number)}@anytown.example", "roles": ["officer"]}
    return invite(by=make_user_without_password(), **who)[0]


def make_partner_key():
    who = {"by": make_user_without_password(), "partner": make_partner()}
    return make_key(**who, name="Nightly pull", scope="open", expires_on=timezone.localdate())[0]


def make_period():
    days = {"starts_on": date(2016, 4, 1), "ends_on": date(2017, 3, 31)}
    return Period.objects.create(plan=make_plan(), code="2016-17", title="2016/17", **days)


def make_former_ref():
    strategy = make_strategy()
    return FormerRef.objects.create(plan=strategy.plan, strategy=strategy, ref="1.1")


def make_milestone():
    action, days = make_action(), {"starts_on": date(2016, 4, 1), "ends_on": date(2017, 3, 31)}
    period = Period.objects.create(plan=action.plan, code="2016-17", title="2016/17", **days)
    return Milestone.objects.create(plan=action.plan, action=action, period=period, text="Begin.")


def make_indicator():
    strategy = make_strategy()
    return Indicator.objects.create(plan=strategy.plan, strategy=strategy, code="victims", title="Victims", position=1)


def make_measurement():
    indicator, days = make_indicator(), {"starts_on": date(2016, 4, 1), "ends_on": date(2017, 3, 31)}
    period = Period.objects.create(plan=indicator.plan, code="2016-17", title="2016/17", **days)
    return Measurement.objects.create(plan=indicator.plan, indicator=indicator, period=period, target=5)


def make_note():
    action = make_action()
    place = {"plan": action.plan, "strategy": action.strategy, "action": action}
    return SourceNote.objects.create(**place, number=1, kind="text", note="A word is missing.")


def make_rejection():
    """A rejected alignment."""
    action = make_action()
    source = make_action(strategy=action.strategy)
    return AlignmentRejection.objects.create(
        action=action, principle=make_principle(), inherited_from=source, reason="No.", rejected_on=date(2026, 1, 31)
    )


def make_evidence():
    """A link of a progress update."""
    update = ProgressUpdate.objects.create(action=make_action(), reported_on=date(2026, 1, 31), status="on_track")
    return Evidence.objects.create(update=update, title="Minutes", url="https://example.org", position=1)


MAKERS = {
    Action: make_full_action,
    Alias: lambda: Alias.objects.create(partner=make_partner(), name=f"Alias {next(number)}"),
    Alignment: make_alignment,
    AlignmentRejection: make_rejection,
    Evidence: make_evidence,
    Framework: lambda: make_principle().framework,
    FormerCode: lambda: FormerCode.objects.create(partner=make_partner(), code="old"),
    FormerRef: make_former_ref,
    FormerSlug: lambda: FormerSlug.objects.create(theme=make_theme(), slug="old"),
    GlossaryTerm: lambda: GlossaryTerm.objects.create(plan=make_plan(), term="IGU", basis="unexpanded"),
    Indicator: make_indicator,
    Invitation: make_invitation,
    Lead: make_lead,
    Measurement: make_measurement,
    Milestone: make_milestone,
    Partner: lambda: make_partner(parent=make_partner(), succeeded_by=make_partner()),
    PartnerKey: make_partner_key,
    Period: make_period,
    Plan: make_plan,
    Principle: make_principle,
    ProgressUpdate: lambda: ProgressUpdate.objects.create(
        action=make_action(), reported_on=date(2026, 1, 31), status="on_track", recorded_by=make_user_without_password()
    ),
    Section: lambda: Section.objects.create(plan=make_plan(), ref="3", title="Chapter", position=1),
    SourceNote: make_note,
    Strategy: lambda: make_action(strategy=make_strategy(owner=make_partner())).strategy,
    Theme: make_theme,
    User: make_user_without_password,
}
models = pytest.mark.parametrize("model", MAKERS, ids=lambda model: model.__name__)


def addresses(patterns=None, prefix="/admin/"):
    """Every address of the admin as its pattern is written: /admin/actions/plan/<path:object_id>/change/."""
    for pattern in admin.site.get_urls() if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, prefix + str(pattern.pattern))
        else:
            yield prefix + str(pattern.pattern)


def filled(address):
    """The address with a row that stands; None where it shows no rows."""
    model = re.match(r"/admin/(\w+)/(\w+)/", address)
    row = MAKERS[apps.get_model(*model.groups())]() if model and "<" in address else make_plan()
    address = address.replace("<path:content_type_id>", str(ContentType.objects.get_for_model(row).pk))
    address = re.sub(r"\(\?P<app_label>(\w+)[^)]*\)", r"\1", address).replace("(?P<url>.*)", "nothing-here/")
    return re.sub(r"<(path:object_)?id>|<int:pk>", str(row.pk), address).replace("^", "").replace("$", "")


def test_every_model_has_an_admin_with_import_and_export():
    apps_of_ours = [apps.get_app_config(app) for app in ("actions", "partners", "principles")]
    ours = {model for app in apps_of_ours for model in app.get_models() if not is_of_history(model)}
    ours -= {*PEOPLE, SearchEntry}
    assert ours == set(MAKERS) - {Invitation, PartnerKey, User}
    for model in ours:
        model_admin = admin.site.get_model_admin(model)
        assert isinstance(model_admin, TableAdmin)
        assert [resource.__name__ for resource in model_admin.resource_classes] == [f"{model.__name__}Resource"]


@pytest.mark.parametrize("user", ["stranger", "not an officer"])
def test_nobody_else_gets_in(client, user):
    if user == "not an officer":
        client.force_login(make_user())
    found = [filled(address) for address in addresses() if address not in ("/admin/login/", "/admin/logout/")]
    answers = {address: client.get(address) for address in found}
    assert len(answers) > 150
    for address, response in answers.items():
        if user == "stranger":
            assert response.status_code == 302, address
            assert response.url.startswith("/admin/login/"), address
        else:
            assert response.status_code == 403, address


@models
def test_an_officer_without_rights_is_refused(client, model):
    client.force_login(make_user(is_staff=True))
    prefix = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
    found = [filled(address) for address in addresses() if address.startswith(prefix)]
    # The address of a bare row leads to its page, which is refused.
    answers = {address: client.post(address) if "process" in address else client.get(address) for address in found}
    refused = {address: response.status_code for address, response in answers.items() if response.status_code != 302}
    assert set(refused.values()) == {403}
    assert len(answers) - len(refused) == 1


def test_an_officer_with_every_right_sees_every_page(client, officer):
    client.force_login(officer)
    elsewhere = {"login/", "logout/", "autocomplete/"}
    otherwise = {
        r"/process_import/$": 405,  # only what was previewed is posted there
        r"/evidence/\d+/(delete|history/restore|history/undo)/$": 403,
        r"/progressupdate/\d+/delete/$": 403,
        r"/\d+/history/restore/$": 404,  # it needs to be told of which moment
        r"/\d+/history/undo/$": 405,
        r"/admin/password_change/$": 302,
        r"/auth/user/(add/|\d+/delete/)$": 403,  # people are invited, and stay
        r"/accounts/(invitation|partnerkey)/\d+/delete/$": 403,
        r"/nothing-here/$": 404,
        r"/redactions/\d+/$": 404,  # nobody has asked for any
        r"/r/\d+/\d+/$": 302,
        r"/\w+/\w+/\d+/$": 302,
    }
    for address in addresses():
        if address.removeprefix("/admin/") not in elsewhere:
            path = filled(address)
            expected = next((status for route, status in otherwise.items() if re.search(route, path)), 200)
            assert client.get(path).status_code == expected, path


@models
def test_a_list_costs_the_same_however_long_it_is(client, officer, model):
    client.force_login(officer)
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")

    def queries():
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    for _ in range(3):
        MAKERS[model]()
    queries()
    few = queries()
    for _ in range(27):
        MAKERS[model]()
    assert queries() == few


@models
def test_every_list_can_be_searched(client, officer, model):
    client.force_login(officer)
    MAKERS[model]()
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    response = client.get(address, {"q": "no such words anywhere"})
    assert response.context["cl"].result_count == 0


@models
def test_every_choice_of_a_row_is_searched_not_listed(model):
    if not isinstance(admin.site.get_model_admin(model), TableAdmin):
        return
    chosen = {field.name for field in model._meta.fields if field.is_relation and field.editable}
    assert set(admin.site.get_model_admin(model).autocomplete_fields) == chosen


def test_the_index_groups_the_tables_as_officers_work(client, officer):
    client.force_login(officer)
    response = client.get("/admin/")
    assert [
        (group["name"], [str(model["name"]) for model in group["models"]]) for group in response.context["app_list"]
    ] == [
        ("The plan", ["Plans", "Sections", "Strategies", "Themes", "Actions"]),
        (
            "Leads and principles",
            [
                "Leads",
                "Alignments",
                "Alignment rejections",
                "Partners",
                "Aliases",
                "Former codes",
                "Frameworks",
                "Principles",
            ],
        ),
        (
            "Progress and measures",
            ["Progress updates", "Evidence", "Periods", "Milestones", "Indicators", "Measurements"],
        ),
        ("The source", ["Source notes", "Former numbers", "Former addresses of themes", "Glossary terms"]),
        ("People", ["Users", "Invitations", "Partner keys"]),
    ]
    html = response.content.decode()
    assert "<title>What would you like to work on? | Violence Plan</title>" in html
    assert '<a href="/">View site</a>' in html
    assert "Nothing yet." in html


def test_a_table_without_a_group_is_shown_all_the_same(rf, officer):
    site = OfficersSite()
    site.register(Permission)
    request = rf.get("/admin/")
    request.user = officer
    assert [(group["name"], len(group["models"])) for group in site.get_app_list(request)] == [("Others", 1)]


def test_an_app_of_its_own_page_is_not_grouped(client, officer):
    client.force_login(officer)
    assert [app["app_label"] for app in client.get("/admin/partners/").context["app_list"]] == ["partners"]


def test_the_index_says_what_was_changed_last(client, officer):
    client.force_login(officer)
    client.post("/admin/partners/alias/add/", {"name": "IGU Manger", "partner": make_partner().pk})
    assert "IGU Manger</a>" in client.get("/admin/").content.decode()


def test_an_officer_without_rights_is_told_so(client):
    client.force_login(make_user(is_staff=True))
    assert "You do not have permission to view or change anything." in client.get("/admin/").content.decode()


def choices(client, app, model, field, term):
    query = {"app_label": app, "model_name": model, "field_name": field, "term": term}
    return [row["text"] for row in client.get("/admin/autocomplete/", query).json()["results"]]


def test_choices_tell_persons_apart(client, officer):
    client.force_login(officer)
    for name in ("Jo Bloggs", "Jo Smith"):
        make_partner(kind="person", name=name, public_name="A named officer")
    assert choices(client, "actions", "lead", "partner", "Jo") == [
        "Jo Bloggs (named person)",
        "Jo Smith (named person)",
    ]


def test_choices_without_another_name_are_called_by_their_own(client, officer):
    client.force_login(officer)
    make_framework(title="Hackney principles")
    assert choices(client, "principles", "principle", "framework", "Hackney") == ["Hackney principles"]
