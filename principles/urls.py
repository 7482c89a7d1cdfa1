"""Addresses of the pages of principles."""

from django.urls import path

from principles import views

urlpatterns = [
    path("", views.principle_list, name="principle_list"),
    path("<slug:framework>/<slug:code>/", views.principle, name="principle"),
]
