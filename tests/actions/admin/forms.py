"""What the admin's pages of a plan post, as a browser would: every field, and empty lists below."""


def inline(prefix, *rows, existing=0):
    """The fields of a list below a page: `rows` are dicts of fields, the first `existing` of them stand already."""
    fields = {f"{prefix}-TOTAL_FORMS": str(len(rows)), f"{prefix}-INITIAL_FORMS": str(existing)}
    for number, row in enumerate(rows):
        fields |= {f"{prefix}-{number}-{name}": str(value) for name, value in row.items()}
    return fields


def action_form(action, **fields):
    """The page of `action` as it stands, with nothing in the lists below but what `fields` add."""
    values = {
        "plan": action.plan_id,
        "strategy": action.strategy_id,
        "theme": action.theme_id or "",
        "ref": action.ref,
        "text": action.text,
        "publication": action.publication,
        "access": action.access,
        "exempt_paragraph": action.exempt_paragraph or "",
        "handling": action.handling,
        "expected_outcome": "",
        "starts_on": "",
        "due_on": "",
        "printed_leads": "",
        "printed_strategic": "",
        "printed_enabling": "",
        "kind": action.kind,
        "printed_ref": "",
        "position": action.position,
    }
    for prefix in ("leads", "alignments", "milestones", "source_notes", "updates"):
        values |= inline(prefix)
    return values | fields


def strategy_form(strategy, **fields):
    """The page of `strategy` as it stands, with nothing in the lists below but what `fields` add."""
    values = {
        "plan": strategy.plan_id,
        "section": "",
        "ref": strategy.ref,
        "title": strategy.title,
        "owner": "",
        "publication": strategy.publication,
        "text": "",
        "expected_outcome": "",
        "printed_title": "",
        "position": strategy.position,
    }
    return values | inline("themes") | inline("alignments") | fields


def problems(response):
    """What the page says is wrong, each sentence once."""
    found = response.context["errors"]
    return sorted({str(line) for lines in found for line in ([lines] if isinstance(lines, str) else lines)})


def listed(response, *names):
    """What the columns `names` of a list say, by row."""
    changelist = response.context["cl"]
    admin = changelist.model_admin
    return [
        tuple(getattr(admin, name)(row) if hasattr(admin, name) else getattr(row, name) for name in names)
        for row in changelist.result_list
    ]
