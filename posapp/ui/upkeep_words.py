"""What a supervisor is told of the last check and the last copy of the database (R4, F21)."""

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from posapp.domain.rights import Actor, Right
from posapp.domain.upkeep import Upkeep
from posapp.i18n import _, plural
from posapp.ui.context import UiContext
from posapp.ui.formats import joined
from posapp.ui.tokens import Tone
from posapp.ui.widgets.banner import Notice

if TYPE_CHECKING:
    from posapp.services.bundle import Services


@dataclass(frozen=True, slots=True)
class SeenUpkeep:
    """The newest check and the newest copy; ``copies`` is off where a server is copied by others."""

    check: Upkeep | None = None
    copy: Upkeep | None = None
    copies: bool = False


def read_upkeep(services: "Services", actor: Actor) -> SeenUpkeep | None:
    """Read them; ``None`` for who may not know. Runs off the GUI thread."""
    if not actor.may(Right.CHECK_DATABASE):
        return None
    copies = services.copies
    return SeenUpkeep(services.checking.last(actor), copies.last(actor), copies.is_ours)


def upkeep_line(context: UiContext, seen: SeenUpkeep | None) -> str:
    """Both in one line."""
    if seen is None:
        return ""
    copied = copy_words(context, seen.copy) if seen.copies else ""
    return joined(check_words(context, seen.check), copied)


def check_words(context: UiContext, last: Upkeep | None) -> str:
    """When the database was checked, and whether it was in order."""
    if last is None:
        return _("The database was never checked")
    when = context.formats.stamp(last.at)
    if not last.good:
        return _("Database checked {when}: not in order").format(when=when)
    made = plural(
        "Database checked {when}: in order ({n} check)",
        "Database checked {when}: in order ({n} checks)",
        last.count,
    )
    return made.format(when=when, n=context.formats.count(last.count))


def copy_words(context: UiContext, last: Upkeep | None) -> str:
    """When it was copied, and whether that went well."""
    if last is None:
        return _("Never copied")
    when = context.formats.stamp(last.at)
    says = _("Copied {when}") if last.good else _("The copy of {when} failed")
    return says.format(when=when)


def upkeep_notices(context: UiContext, seen: SeenUpkeep | None) -> tuple[Notice, ...]:
    """Strips for what needs somebody: a check that found something, a copy that failed."""
    if seen is None:
        return ()
    found: list[Notice] = []
    formats, go = context.formats, partial(context.open_page, "health", 0)
    if seen.check is not None and not seen.check.good:
        says = _("The check of {when} found that the database is not in order: {what}")
        words = says.format(when=formats.stamp(seen.check.at), what=seen.check.says)
        found.append(Notice(words, Tone.RED, _("Show"), go, word=_("Database")))
    if seen.copies and seen.copy is not None and not seen.copy.good:
        says = _("The copy of the database of {when} failed: {why}")
        words = says.format(when=formats.stamp(seen.copy.at), why=seen.copy.says)
        found.append(Notice(words, Tone.AMBER, _("Show"), go, word=_("No copy")))
    return tuple(found)
