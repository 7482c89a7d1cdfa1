"""Which rows of a list a person sees, and which he or she may change: a strategy lead those of own strategies only."""

from access.roles import changes_all
from actions.rules import may_change
from history.write_gate import gate_of
from tables.collisions import ComparedForm

NOT_YOURS = "You lead another strategy. Choose what stands in your own, or ask an officer."


class OwnRowForm(ComparedForm):
    """A form that puts a row only where its `user` may change it; the admin sets the user."""

    user = None

    def _post_clean(self):
        super()._post_clean()
        if not self.errors and not may_change(self.user, self.instance):
            self.add_error(None, NOT_YOURS)


class WithinOwnStrategies:
    """A mixin for admins of the models that `actions/rules.py` knows: its rule is asked for each row."""

    form = OwnRowForm

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.user = request.user
        return form

    def get_readonly_fields(self, request, obj=None):
        """Of a row that stands, what only officers change is read by others."""
        fields = super().get_readonly_fields(request, obj)
        fixed = gate_of(self.model).fixed if obj and not changes_all(request.user) else ()
        return [*fields, *(name for name in fixed if name not in fields)]

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and (obj is None or may_change(request.user, obj))

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and (obj is None or may_change(request.user, obj))

    def has_import_permission(self, request):
        """A table may hold rows of any strategy, so that only who may change all of them imports."""
        return super().has_import_permission(request) and changes_all(request.user)
