"""Addresses of the pages of partners; that of one partner, which joins all plans, stands with the top's."""

from django.urls import path

from partners import views

urlpatterns = [
    path("", views.partner_list, name="partner_list"),
]
