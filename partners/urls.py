"""Addresses of the pages of partners."""

from django.urls import path

from partners import views

urlpatterns = [
    path("", views.partner_list, name="partner_list"),
    path("<slug:code>/", views.partner, name="partner"),
]
