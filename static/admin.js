"use strict";

// What the admin's own scripts draw without a name, or out of reach of the keyboard, is mended here as it appears.
{
    // select2 puts a box of its own in a list's place, and does not pass the list's name on.
    const nameBox = (list) => {
        const box = list.parentElement.querySelector(".select2-selection[role=combobox]:not([aria-label])");
        if (!box) {
            return;
        }
        const shown = box.querySelector(".select2-selection__rendered");
        box.id = `${list.id}-box`;
        box.setAttribute("aria-label", list.getAttribute("aria-label") || list.labels[0].textContent.replace(/:\s*$/, ""));
        box.setAttribute("aria-labelledby", `${box.id} ${shown.id}`);
        // The chosen value is said with the name; it is no field of its own.
        shown.removeAttribute("role");
        shown.removeAttribute("aria-readonly");
    };

    // A list of which several may be chosen is typed in where they stand.
    const nameLine = (list) => {
        const line = list.parentElement.querySelector(".select2-selection--multiple .select2-search__field");
        if (line && list.labels.length) {
            line.setAttribute("aria-label", list.labels[0].textContent.replace(/:\s*$/, ""));
        }
    };

    // The field to type in, and the list under it, open for one box at a time.
    const nameOpen = (part) => {
        const box = document.querySelector(".select2-container--open .select2-selection[aria-label]");
        if (box) {
            part.setAttribute("aria-label", box.getAttribute("aria-label"));
            box.setAttribute("aria-controls", box.id.replace(/^(.*)-box$/, "select2-$1-results"));
        }
    };

    // A date and a time stand under one label that names neither.
    const nameMoment = (field) => {
        const label = field.closest(".form-row").querySelector("label, legend").textContent.replace(/:\s*$/, "");
        field.setAttribute("aria-label", `${label}, ${field.previousSibling.textContent.trim().replace(/:$/, "")}`);
    };

    // Rows that are wider than the window are moved by the arrow keys, once they can have the focus.
    const reach = (rows) => {
        if (rows.scrollWidth > rows.clientWidth) {
            rows.tabIndex = 0;
            rows.setAttribute("role", "region");
            rows.setAttribute("aria-labelledby", rows.querySelector("h2").id);
        }
    };

    const mend = () => {
        document.querySelectorAll("select.select2-hidden-accessible").forEach(nameBox);
        document.querySelectorAll("select[multiple].select2-hidden-accessible").forEach(nameLine);
        document.querySelectorAll(".select2-dropdown :is([role=searchbox], [role=listbox]):not([aria-label])").forEach(nameOpen);
        document.querySelectorAll(".datetime input:not([aria-label])").forEach(nameMoment);
        document.querySelectorAll("span.help-tooltip[aria-label]:not([role])").forEach((sign) => sign.setAttribute("role", "img"));
        document.querySelectorAll(".inline-group:not([tabindex])").forEach(reach);
    };

    document.addEventListener("DOMContentLoaded", () => {
        new MutationObserver(mend).observe(document.body, {childList: true, subtree: true});
        window.addEventListener("resize", mend);
        mend();
    });
}
