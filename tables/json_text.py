"""How the API writes JSON: as Django REST framework does, byte for byte, many times quicker."""

import orjson
from rest_framework.renderers import JSONRenderer
from rest_framework.utils.encoders import JSONEncoder

OTHERS = JSONEncoder().default  # what JSON has no word for is told as the framework tells it


class QuickJSONRenderer(JSONRenderer):
    """Writes JSON in one line; indented where the Accept header asks for it, which is the framework's own work."""

    def render(self, data, accepted_media_type=None, renderer_context=None):
        """The bytes of `data`; none for what is no answer at all (None)."""
        if data is None or self.get_indent(accepted_media_type, renderer_context or {}):
            return super().render(data, accepted_media_type, renderer_context)
        text = orjson.dumps(data, default=OTHERS, option=orjson.OPT_NON_STR_KEYS | orjson.OPT_PASSTHROUGH_DATETIME)
        # Two signs that end a line in older JavaScript are escaped, as the framework does.
        return text.replace(b"\xe2\x80\xa8", b"\\u2028").replace(b"\xe2\x80\xa9", b"\\u2029")
