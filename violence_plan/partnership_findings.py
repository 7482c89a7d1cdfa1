"""What the figures about a plan's partners show, in plain English."""

from violence_plan.findings import NAMED, Finding, capitalised, counted, in_words, listed


def partnership_findings(partnership):
    """What the Partnership shows, as a list of Finding, the most general first."""
    every, led = partnership.every.total.actions, partnership.led.total.actions
    if not every:
        return [Finding("This plan has no actions yet, so nobody leads one.", True)]
    if not led:
        text = "The plan’s one action names no lead." if every == 1 else f"None of the {every} actions names a lead."
        return [Finding(text, True)]
    sentences = [about_led(partnership), about_busiest(partnership), about_joint(partnership), about_pair(partnership)]
    return [*sentences[0], *(Finding(text) for text in sentences[1:] if text)]


def about_led(partnership):
    """How many partners lead how many of the actions, and how many nobody leads: a list of Finding."""
    every, led = partnership.every.total.actions, partnership.led.total.actions
    partners = len(partnership.busiest)
    of = counted(every, "action") if led == every else f"{led} of {counted(every, 'action')}"
    theirs = ", with their teams and posts" if any(row.standing.has_leading_parts for row in partnership.rows) else ""
    leading = f"{in_words(partners)} partner{' leads' if partners == 1 else 's lead'} {of}{theirs}."
    unled = every - led
    gap = [Finding(f"{counted(unled, 'action')} {'name' if unled > 1 else 'names'} no lead.", True)] if unled else []
    return [Finding(capitalised(leading)), *gap]


def about_busiest(partnership):
    """Who leads most; empty where that says nothing."""
    busiest = partnership.busiest
    most = busiest[0].total.actions
    names = [row.standing.name for row in busiest if row.total.actions == most]
    if len(names) == len(busiest) or len(names) > NAMED:
        return ""
    return f"{listed(names)} {f'lead most, {most} each' if len(names) > 1 else f'leads most: {most}'}."


def about_joint(partnership):
    """How many actions several partners lead together, and how many of these stay inside one organisation."""
    joint, inside = partnership.joint, partnership.inside
    if not joint:
        return "No action names several partners."
    sentence = f"{counted(joint, 'action')} {'name' if joint > 1 else 'names'} several partners"
    if inside and inside == joint:
        return f"{sentence}, always of the same organisation."
    cases = "one case" if inside == 1 else f"{in_words(inside)} cases"
    return f"{sentence}{f', of the same organisation in {cases}' if inside else ''}."


def about_pair(partnership):
    """Which two share most actions; empty where no two stand out."""
    pairs = partnership.pairs
    most = len(pairs[0].actions) if pairs else 0
    if most < 2 or (len(pairs) > 1 and len(pairs[1].actions) == most):
        return ""
    [first, second] = pairs[0].first.name, pairs[0].second.name
    return f"{first} and {second} are named together most often, on {most} actions."
