"""Pages of partners."""

from django.shortcuts import get_object_or_404, render

from partners.models import Partner


def partner_list(request):
    """All partners, with what they lead."""
    return render(request, "partners/partner_list.html", {"partners": Partner.objects.with_action_counts(request.user)})


def partner(request, code):
    """One partner and the actions it leads."""
    return render(request, "partners/partner_detail.html", {"partner": get_object_or_404(Partner, code=code)})
