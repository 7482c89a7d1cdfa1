"""Addresses of the pages of a plan."""

from django.urls import path

from actions import reporting, views

urlpatterns = [
    path("", views.plan_list, name="plan_list"),
    path("<slug:plan>/", views.plan, name="plan"),
    path("<slug:plan>/strategies/<str:ref>/", views.strategy, name="strategy"),
    path("<slug:plan>/strategies/<str:ref>/themes/<slug:theme>/", views.theme, name="theme"),
    path("<slug:plan>/actions/", views.action_list, name="action_list"),
    path("<slug:plan>/actions/<str:ref>/", views.action, name="action"),
    path("<slug:plan>/actions/<str:ref>/report/", reporting.report, name="report"),
    path("<slug:plan>/actions/<str:ref>/leads/<slug:partner>/", reporting.lead_answer, name="lead_answer"),
]
