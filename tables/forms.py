"""The two forms of an import: which table, and the confirmation of what its preview showed."""

from django import forms
from import_export.forms import ConfirmImportForm, ImportForm

from tables.formats import MAX_BYTES


class TableForm(ImportForm):
    """Which table is to be imported; one that is too large is refused before it is read."""

    def clean_import_file(self):
        table = self.cleaned_data["import_file"]
        if table.size > MAX_BYTES:
            raise forms.ValidationError(f"The file is larger than {MAX_BYTES // 1024**2} MB. Split it.")
        return table


class ConfirmForm(ConfirmImportForm):
    """That the previewed table is to be imported, as the preview's page wrote it."""

    import_file_name = forms.RegexField(r"\A[0-9a-f]{32}\Z", widget=forms.HiddenInput)
    format = forms.ChoiceField(choices=[("0", "CSV"), ("1", "Excel")], widget=forms.HiddenInput)
    resource = forms.ChoiceField(choices=[("0", "The table")], required=False, widget=forms.HiddenInput)
