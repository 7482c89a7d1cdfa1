"""The portal's addresses, and beside them what is measured for comparison."""

from django.urls import include, path

from tests.benchmarks import constant, plain, plain_matrix, plain_page

urlpatterns = [
    path("api/v1/compared/constant/<int:size>", constant.constant),
    path("api/v1/compared/actions", plain.PlainActions.as_view()),
    path("compared/matrix/<slug:plan>", plain_matrix.plain_matrix),
    path("compared/page/<slug:plan>", plain_page.plain_page),
    path("", include("violence_plan.urls")),
]
