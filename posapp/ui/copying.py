"""The copy of the database after a Z report: made while work goes on, told when it failed."""

from functools import partial
from typing import TYPE_CHECKING

from posapp.domain.upkeep import CopyReason, Upkeep
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.pages.base import Page
from posapp.ui.tokens import Tone
from posapp.ui.widgets.banner import Notice

if TYPE_CHECKING:
    from posapp.services.copies import Copies


def copy_after_z(context: UiContext, page: Page) -> None:
    """Copy on the lane of reports; the Z report stands, whatever becomes of it."""
    copies: Copies = context.services.copies
    context.runner.run(
        page,
        partial(copies.make, CopyReason.Z_REPORT, context.actor),
        partial(_tell, page),
        lane="reports",
    )


def _tell(page: Page, made: Upkeep | None) -> None:
    if made is None or made.good:
        return
    says = _("The drawer is balanced, but the copy of the database failed: {why}")
    page.show_notice(Notice(says.format(why=made.says), Tone.AMBER, stays=True, word=_("No copy")))
