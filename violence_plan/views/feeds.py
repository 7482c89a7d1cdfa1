"""The progress updates of a plan as they come in, for feed readers (Atom, RFC 4287)."""

import re

from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.formats import date_format

from access.handling import handling_of, said_in_header
from actions.models import ProgressUpdate
from actions.models.marks import holding
from actions.views import find_plan
from violence_plan.templatetags.plan_text import plan_text

LENGTH = 100  # entries; a reader that comes once a week misses none
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def fit_for_xml(text):
    """`text` without the signs that no XML document can hold."""
    return NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", text)


def marks_of(update):
    """The Marks that hold for a progress update."""
    return holding(update, update.action, update.action.plan)


class SteadyAtomFeed(Atom1Feed):
    """A feed that without entries is as old as its plan's row, not as old as this very moment."""

    def latest_post_date(self):
        return super().latest_post_date() if self.items else self.feed["plan_updated_at"]


class UpdatesFeed(Feed):
    """The last progress updates of one plan that this reader may see, the last recorded first."""

    feed_type = SteadyAtomFeed

    def __call__(self, request, *args, **kwargs):
        """The feed; a header, and a category of each entry, say what of it the public does not read."""
        response = super().__call__(request, *args, **kwargs)
        for name, value in said_in_header(request.closed).items():
            response.headers[name] = value
        return response

    def get_object(self, request, plan):
        """The plan of that slug and its updates. Raises Http404."""
        plan = find_plan(request, plan)
        updates = ProgressUpdate.objects.of_visible_actions(request.user).filter(action__plan=plan)
        found = plan, list(updates[:LENGTH])
        request.closed = handling_of([marks_of(update)._asdict() for update in found[1]])
        return found

    def title(self, found):
        return fit_for_xml(f"Progress updates: {found[0].title}, {found[0].area}")

    def subtitle(self, found):
        return "What the partners report of their actions, as it is published."

    def link(self, found):
        return found[0].get_absolute_url()

    def feed_url(self, found):
        return reverse("updates_feed", args=[found[0].slug])

    def author_name(self, found):
        return fit_for_xml(f"{found[0].title}, {found[0].area}")

    def feed_copyright(self, found):
        return fit_for_xml(found[0].licence) or None

    def feed_extra_kwargs(self, found):
        return {"plan_updated_at": found[0].updated_at}

    def items(self, found):
        return found[1]

    def item_title(self, update):
        return fit_for_xml(f"Action {update.action.ref}: {update.get_status_display().lower()}")

    def item_description(self, update):
        day = date_format(update.reported_on, "j F Y")
        return f"<p>Reported on {day}.</p>{fit_for_xml(plan_text(update.narrative))}"

    def item_categories(self, update):
        return marks_of(update).closed

    def item_link(self, update):
        return update.action.get_absolute_url()

    def item_guid(self, update):
        return update.uid.urn

    def item_pubdate(self, update):
        return update.recorded_at

    item_updateddate = item_pubdate


updates = UpdatesFeed()
