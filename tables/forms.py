"""The form of an import: which file."""

from django import forms

from tables.formats import MAX_BYTES


class TableForm(forms.Form):
    """Which file is to be imported; one that is too large is refused before it is read."""

    file = forms.FileField(label="File to import", max_length=500, help_text=f"At most {MAX_BYTES // 1024**2} MB.")

    def clean_file(self):
        """The file, if it is not too large."""
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(f"The file is larger than {MAX_BYTES // 1024**2} MB. Split it.", code="large")
        return file

    @property
    def status(self):
        """The status of the page that shows the form: OK, bad request, or content too large."""
        if not self.errors:
            return 200
        return 413 if self.has_error("file", "large") else 400
