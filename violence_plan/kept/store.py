"""Where answers are kept: one of Django's caches, which an answer never depends on."""

import logging
from time import monotonic

from redis import RedisError

from violence_plan.kept.answers import Answer

LARGEST = 1024 * 1024  # bytes of an answer that is kept
PAUSE = 10  # seconds in which a cache that failed is not asked again
logger = logging.getLogger(__name__)


class AsBytes:
    """How Django's Redis cache writes and reads an Answer.

    Django's own way, pickle, would let whoever can write to the cache run programs here.
    """

    def dumps(self, answer):
        """The bytes of an Answer."""
        return answer.dumped()

    def loads(self, dumped):
        """The Answer of these bytes."""
        return Answer.loaded(dumped)


class Store:
    """Answers by key in `cache`; nothing is found, or kept, while that is out of reach."""

    def __init__(self, cache):
        self.cache, self.paused_until = cache, 0

    def find(self, key):
        """The Answer kept under `key`, or None."""
        return self._ask(self.cache.get, key)

    def keep(self, key, answer):
        """Keep an Answer under `key`, unless it is very large."""
        if len(answer.body) <= LARGEST:
            self._ask(self.cache.set, key, answer)

    def _ask(self, question, *words):
        if monotonic() < self.paused_until:
            return None
        try:
            return question(*words)
        except (RedisError, OSError) as fault:
            self.paused_until = monotonic() + PAUSE
            logger.warning("The cache is out of reach, pages are made anew meanwhile: %s", type(fault).__name__)
            return None
