"""The groups that roles are: made by migrations, with what each role is granted."""

from django.contrib.auth.management import create_permissions

from access.grants import GRANTS


def make_groups(apps, schema_editor):
    """Make the group of each role where there is none, and give each exactly the permissions it is granted."""
    # Permissions come into being after all migrations; these groups need them before.
    for config in apps.get_app_configs():
        module, config.models_module = getattr(config, "models_module", None), True  # a migration's has none
        create_permissions(config, apps=apps, verbosity=0)
        config.models_module = module
    group, permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    known = {
        f"{of.content_type.app_label}.{of.codename}": of for of in permission.objects.select_related("content_type")
    }
    for role, permissions in GRANTS.items():
        made, _ = group.objects.get_or_create(name=role.value)
        made.permissions.set(known[name] for name in permissions if name in known)
