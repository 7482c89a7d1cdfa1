"""Kept answers in a process's own memory."""

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.locmem import LocMemCache


class BoundedMemory(LocMemCache):
    """Django's memory cache, bounded by bytes too: `MAX_BYTES` in its OPTIONS. What was not asked for longest goes."""

    def __init__(self, name, params):
        super().__init__(name, params)
        self.max_bytes = params["OPTIONS"]["MAX_BYTES"]

    def _set(self, key, value, timeout=DEFAULT_TIMEOUT):
        super()._set(key, value, timeout)
        while sum(map(len, self._cache.values())) > self.max_bytes:
            self._delete(next(reversed(self._cache)))
