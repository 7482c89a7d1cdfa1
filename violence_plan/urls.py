"""Every address of the portal. Partners and readers build on them, so none ever moves."""

from django.contrib import admin
from django.urls import include, path

from violence_plan.views import (
    accessibility,
    alignment,
    alignment_review,
    changes,
    data,
    feeds,
    gaps,
    glossary,
    health,
    home,
    loading,
    partner,
    partnership,
    progress,
    search,
    sitemaps,
)

handler400 = "violence_plan.errors.bad_request"
handler404 = "violence_plan.errors.not_found"
handler429 = "violence_plan.errors.too_many_tries"
handler500 = "violence_plan.errors.server_error"

urlpatterns = [
    path("", home.home, name="home"),
    path("help/", home.get_help, name="help"),
    path("accessibility/", accessibility.accessibility, name="accessibility"),
    path("search/", search.search, name="search"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("plans/<slug:plan>/alignment/", alignment.alignment, name="alignment"),
    path("plans/<slug:plan>/alignment/csv/", alignment.alignment_csv, name="alignment_csv"),
    path("plans/<slug:plan>/alignment/review/", alignment_review.alignment_review, name="alignment_review"),
    path("plans/<slug:plan>/partners/", partnership.partnership, name="partnership"),
    path("plans/<slug:plan>/partners/csv/", partnership.partnership_csv, name="partnership_csv"),
    path("plans/<slug:plan>/progress/", progress.progress, name="progress"),
    path("plans/<slug:plan>/progress/csv/", progress.progress_csv, name="progress_csv"),
    path("plans/<slug:plan>/gaps/", gaps.gaps, name="gaps"),
    path("plans/<slug:plan>/gaps/<str:gap>.csv", gaps.gap_table, name="gap_table"),
    path("plans/<slug:plan>/changes/", changes.changes, name="changes"),
    path("plans/<slug:plan>/changes/csv/", changes.changes_csv, name="changes_csv"),
    path("plans/<slug:plan>/updates.atom", feeds.updates, name="updates_feed"),
    path("plans/<slug:plan>/glossary/", glossary.glossary, name="glossary"),
    path("plans/", include("actions.urls")),
    path("partners/<slug:code>/", partner.partner, name="partner"),
    path("partners/", include("partners.urls")),
    path("principles/", include("principles.urls")),
    path("data/", data.data, name="data"),
    path("data/<slug:plan>/tables.zip", data.archive, name="data_archive"),
    path("data/<slug:plan>/csv-metadata.json", data.metadata, name="data_metadata"),
    path("data/<slug:plan>/<slug:table>.csv", data.table, name="data_table"),
    path("sitemap.xml", sitemaps.sitemap_xml, name="sitemap"),
    path("robots.txt", sitemaps.robots_txt, name="robots"),
    path("api/v1/", include("violence_plan.api.urls")),
    path("accounts/", include("accounts.urls")),
    path("admin/load/", admin.site.admin_view(loading.load), name="load"),
    path("admin/load/<uuid:token>/", admin.site.admin_view(loading.preview), name="load_preview"),
    path("admin/load/<slug:plan>.xlsx", admin.site.admin_view(loading.export_workbook), name="plan_workbook"),
    path("admin/", admin.site.urls),
]
