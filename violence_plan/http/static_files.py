"""Static files by names that hold a digest; a portal in which they were not collected is plain, and not broken."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class ManifestStaticFiles(CompressedManifestStaticFilesStorage):
    """WhiteNoise's; without a manifest, or with a damaged one, pages name the files as they are and come unstyled.

    /readyz says so (violence_plan/database/state.py), and `prepare` collects them.
    """

    def load_manifest(self):
        """Names by name and a digest of all; nothing where the manifest cannot be read."""
        try:
            return super().load_manifest()
        except ValueError:
            return {}, ""

    def stored_name(self, name):
        """The name with its digest, or the name itself where nothing was collected."""
        return super().stored_name(name) if self.hashed_files else name
