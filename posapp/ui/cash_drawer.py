"""Opening the cash drawer from the window: after a no-sale, and with cash (D-37)."""

from posapp.errors import DeviceFailure
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.pages.base import Page
from posapp.ui.tokens import Tone
from posapp.ui.widgets.banner import Notice


def open_cash_drawer(context: UiContext, page: Page) -> None:
    """Open it on the ``io`` lane; what was posted or logged stands whatever the drawer does."""

    def failed(error: BaseException) -> None:
        if not isinstance(error, DeviceFailure):
            context.failures.present(error, page)
            return
        says = _("The cash drawer did not open. {device}: {why} Open it with its key.")
        why = error.detail
        page.show_notice(Notice(says.format(device=error.device, why=why), Tone.AMBER))

    def pulse() -> str:
        drawer = context.cash_drawer()
        return "" if drawer is None else drawer.open_drawer()

    if context.settings.cash_drawer:
        context.runner.run(page, pulse, lambda _where: None, failed, "io")


def tell_no_sale(context: UiContext, page: Page) -> None:
    """A no-sale is logged: say so, and open the drawer."""
    page.show_notice(Notice(_("Logged: opened without a sale."), Tone.GREEN, stays=True))
    open_cash_drawer(context, page)
