"""Kept answers in a process's own memory."""

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.locmem import LocMemCache


class BoundedMemory(LocMemCache):
    """Django's memory cache for Answers, bounded by bytes too: `MAX_BYTES` in its OPTIONS; the last asked for stay.

    It keeps an Answer itself, which never changes, and no copy: copying would take most of the time.
    """

    def __init__(self, name, params):
        super().__init__(name, params)
        self.max_bytes = params["OPTIONS"]["MAX_BYTES"]

    def get(self, key, default=None, version=None):
        key = self.make_and_validate_key(key, version=version)
        with self._lock:
            if self._has_expired(key):
                self._delete(key)
                return default
            self._cache.move_to_end(key, last=False)
            return self._cache[key]

    def set(self, key, value, timeout=DEFAULT_TIMEOUT, version=None):
        key = self.make_and_validate_key(key, version=version)
        with self._lock:
            self._set(key, value, timeout)
            while sum(answer.size for answer in self._cache.values()) > self.max_bytes:
                self._delete(next(reversed(self._cache)))
