"""What each table's changes count for, as 0009_revisions made it; a new database is given it by the squashed migration."""

# The plan that a row is of, by table, as an expression over the row `r`.
OF_PLAN = "(SELECT 'plan ' || p.slug FROM actions_plan p WHERE p.id = r.plan_id)"
OF_STRATEGY = "(SELECT 'plan ' || p.slug FROM actions_plan p JOIN actions_strategy s ON s.plan_id = p.id WHERE s.id = r.strategy_id)"
OF_ACTION = "(SELECT 'plan ' || p.slug FROM actions_plan p JOIN actions_action a ON a.plan_id = p.id WHERE a.id = r.action_id)"
OF_THEME = """(SELECT 'plan ' || p.slug FROM actions_plan p JOIN actions_strategy s ON s.plan_id = p.id
    JOIN actions_theme t ON t.strategy_id = s.id WHERE t.id = r.theme_id)"""
OF_UPDATE = """(SELECT 'plan ' || p.slug FROM actions_plan p JOIN actions_action a ON a.plan_id = p.id
    JOIN actions_progressupdate u ON u.action_id = a.id WHERE u.id = r.update_id)"""
COUNTED = {
    "actions_plan": ("'plan ' || r.slug", "'plans'"),
    **dict.fromkeys(
        ["actions_section", "actions_strategy", "actions_action", "actions_period", "actions_glossaryterm",
         "actions_formerref", "actions_indicator", "actions_sourcenote", "actions_milestone", "actions_measurement"],
        (OF_PLAN,),
    ),
    **dict.fromkeys(["actions_theme", "actions_strategylead"], (OF_STRATEGY,)),
    **dict.fromkeys(["actions_lead", "actions_alignmentrejection", "actions_progressupdate"], (OF_ACTION,)),
    "actions_alignment": (OF_ACTION, OF_STRATEGY),
    "actions_formerslug": (OF_THEME,),
    "actions_evidence": (OF_UPDATE,),
}
