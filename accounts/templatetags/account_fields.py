"""How the fields of allauth's forms are shown on our pages."""

from django import forms, template

register = template.Library()


@register.filter
def control(field):
    """The control of a bound field in the pages' own look; its label stands beside it, not in it."""
    widget = field.field.widget
    widget.attrs.pop("placeholder", None)
    kind = "govuk-checkboxes__input" if isinstance(widget, forms.CheckboxInput) else "govuk-input"
    return field.as_widget(attrs={"class": f"{kind} govuk-input--error" if field.errors else kind})
