"""What a page is measured by in a browser: the rules it is held to, and readings of it in the page's own language."""

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
WIDTHS = (1280, 390)  # a desk and a phone
AT_400_PERCENT = {"width": 320, "height": 256}  # what is left of 1280 by 1024 at four times the size

# Where the keyboard can go on this page, kept in `window.due`, each to be ticked off; how many there are. Of a group of
# radio buttons one is due.
EXPECT_STOPS = """() => {
    const groups = new Set(), all = document.querySelectorAll(
        "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']");
    window.due = new Set([...all].filter(one => {
        if (one.disabled || one.tabIndex < 0 || !one.checkVisibility({visibilityProperty: true})) return false;
        if (one.type !== "radio") return true;
        const first = !groups.has(one.name);
        groups.add(one.name);
        return first;
    }));
    return window.due.size;
}"""
# The stop where the keyboard is, ticked off: what it is, whether the middle of what is seen of it is its own and
# not covered, and whether it, what it holds or what holds it bears the mark of focus. Null outside the page.
STOP = """() => {
    const one = document.activeElement, yellow = "rgb(255, 200, 69)";
    if (!one || one === document.body) return null;
    window.due.delete(one);
    const covered = [...one.getClientRects()].filter(box => box.width && box.height).every(box => {
        const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
        const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
        if (left >= right || top >= bottom) return true;
        const seen = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
        return !seen || !(one.contains(seen) || [...(one.labels || [])].some(label => label.contains(seen)));
    });
    const looks = [one, one.parentElement, ...one.querySelectorAll("*")].map(each => getComputedStyle(each));
    for (const each of [one, ...(one.labels || [])]) {
        looks.push(getComputedStyle(each, "::before"), getComputedStyle(each, "::after"));
    }
    const marked = looks.some(look => [look.backgroundColor, look.boxShadow, look.stroke, look.fill].some(
        colour => colour.includes(yellow)) || (look.outlineStyle !== "none" && look.outlineColor === yellow));
    return {name: one.outerHTML.slice(0, 120), covered, marked};
}"""
LEFT = "() => [...window.due].map(one => one.outerHTML.slice(0, 120))"

# Text that cannot be read: it stands out of the window, or is cut off by what holds it, and nothing scrolls to it.
CUT = """() => {
    const cut = new Set(), range = document.createRange();
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
        const holder = node.parentElement;
        if (!node.data.trim() || !holder.checkVisibility({visibilityProperty: true})) continue;
        if (!holder.getClientRects().length) continue;  // in a drawing, what is hidden counts as visible
        if (holder.closest(".govuk-visually-hidden, .govuk-skip-link, option, title")) continue;
        range.selectNodeContents(node);
        const boxes = [...range.getClientRects()].filter(box => box.width > 1 && box.height > 1);
        let scrolls = false;
        for (let up = holder; up !== document.documentElement; up = up.parentElement) {
            const look = getComputedStyle(up), frame = up.getBoundingClientRect();
            if (["auto", "scroll"].includes(look.overflowX)) scrolls = true;
            const clips = side => ["hidden", "clip"].includes(look["overflow" + side]);
            if (boxes.some(box => (clips("X") && (box.right > frame.right + 1 || box.left < frame.left - 1))
                || (clips("Y") && (box.bottom > frame.bottom + 1 || box.top < frame.top - 1)))) {
                cut.add(node.data.trim());
            }
        }
        if (!scrolls && boxes.some(box => box.right > innerWidth + 1 || box.left < -1)) cut.add(node.data.trim());
    }
    return [...cut];
}"""
# What scrolls sideways without being a named region that the keyboard can scroll.
LOST_REGIONS = """() => [...document.querySelectorAll("main *")].filter(one =>
    ["auto", "scroll"].includes(getComputedStyle(one).overflowX) && one.scrollWidth > one.clientWidth + 1
    && !(one.tabIndex === 0 && one.matches("[role=region], section")
        && (one.ariaLabel || one.hasAttribute("aria-labelledby")))
).map(one => one.outerHTML.slice(0, 120))"""
# What scrolls in the page's frame; on paper nobody can scroll it.
SCROLLERS = """() => [...document.querySelectorAll("main *")].filter(one => one.checkVisibility()
    && ["auto", "scroll"].includes(getComputedStyle(one).overflowX) && one.scrollWidth > one.clientWidth + 1
).map(one => one.outerHTML.slice(0, 120))"""
# The text spacing of WCAG 2.2, 1.4.12, set as a reader's own browser would, which no policy of ours binds.
SPACE_OUT = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
        word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }`);
    document.adoptedStyleSheets = [sheet];
}"""
MOVING = """() => [...document.querySelectorAll("*")].filter(one => {
    const look = getComputedStyle(one);
    return look.scrollBehavior === "smooth" || look.animationName !== "none"
        || look.transitionDuration.split(", ").some(time => parseFloat(time) > 0.01);
}).map(one => one.outerHTML.slice(0, 120))"""

# Whether the middle of what has the focus is on top, and not beneath the head or the first column.
FOCUS_IS_SEEN = """() => {
    const place = document.activeElement.getClientRects()[0];
    const top = document.elementFromPoint(place.x + place.width / 2, place.y + place.height / 2);
    return document.activeElement.contains(top);
}"""
