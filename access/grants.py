"""What each role may add, change, delete and view in the database's tables: the permissions of its group.

A permission is `app.verb_model`, as Django names it. Rules that depend on the row (a strategy lead's own strategies, a
partner's own actions) come on top of it: `actions/rules.py`.
"""

from access.roles import Role

VERBS = ("add", "change", "delete", "view")
PLAN_TABLES = (
    "actions.plan",
    "actions.section",
    "actions.strategy",
    "actions.theme",
    "actions.action",
    "actions.formerref",
    "actions.formerslug",
    "actions.lead",
    "actions.alignment",
    "actions.alignmentrejection",
    "actions.milestone",
    "actions.period",
    "actions.indicator",
    "actions.measurement",
    "actions.progressupdate",
    "actions.evidence",
    "actions.sourcenote",
    "actions.glossaryterm",
    "partners.partner",
    "partners.alias",
    "partners.formercode",
    "principles.framework",
    "principles.principle",
)
PEOPLE_TABLES = ("auth.user", "accounts.invitation", "partners.membership", "actions.strategylead")
KEY_TABLES = ("accounts.partnerkey",)
OF_OWN_STRATEGY = (
    "actions.theme",
    "actions.lead",
    "actions.alignment",
    "actions.alignmentrejection",
    "actions.milestone",
)


def granted(tables, verbs=VERBS):
    """The permissions to do `verbs` to `tables`."""
    return frozenset(f"{app}.{verb}_{model}" for app, model in (table.split(".") for table in tables) for verb in verbs)


GRANTS = {
    Role.ADMINISTRATOR: granted(PLAN_TABLES + PEOPLE_TABLES) | granted(KEY_TABLES, ["add", "change", "view"]),
    Role.OFFICER: granted(PLAN_TABLES) | granted(KEY_TABLES, ["add", "change", "view"]),
    Role.STRATEGY_LEAD: granted(PLAN_TABLES, ["view"])
    | granted(OF_OWN_STRATEGY)
    | granted(["actions.strategy", "actions.action"], ["change"])
    | granted(["actions.progressupdate", "actions.evidence"], ["add"]),
    Role.PARTNER_REPORTER: frozenset(),
    Role.BOARD_MEMBER: frozenset(),
    Role.AUDITOR: granted(PLAN_TABLES + PEOPLE_TABLES + KEY_TABLES, ["view"]),
}
