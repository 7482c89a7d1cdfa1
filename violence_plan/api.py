"""The router of the REST API."""

urlpatterns = []
