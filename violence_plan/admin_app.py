"""Django's admin, with the officers' site in place of the stock one."""

from django.contrib.admin.apps import AdminConfig


class OfficersAdminConfig(AdminConfig):
    """The admin app; `admin.site` is the officers' site."""

    default_site = "violence_plan.admin.OfficersSite"
