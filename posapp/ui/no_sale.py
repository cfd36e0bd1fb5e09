"""Opening a drawer without a sale, from any page: logged with its reason first (D-37)."""

from functools import partial

from PySide6.QtCore import Qt

from posapp.i18n import _
from posapp.ui.cash_drawer import tell_no_sale
from posapp.ui.commands import Commands
from posapp.ui.dialogs.drawer_reasons import NoSaleDialog
from posapp.ui.tokens import Tone
from posapp.ui.widgets.banner import Notice


def no_sale(commands: Commands) -> None:
    """Ask why: for the drawer whose page is shown, else for the one the user works with."""
    page = commands.page()
    if page is None:
        return
    offers = getattr(page, "no_sale", None)
    if callable(offers) and offers():
        return
    state = page.context.drawer.state
    control = state.view.control if state.view is not None else next(iter(state.counting), None)
    if control is None:
        says = _("No drawer of yours is open, so none can be opened without a sale.")
        page.show_notice(Notice(says, Tone.BLUE))
        return
    dialog = NoSaleDialog(page.context, control, page.window())
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.completed.connect(partial(_logged, commands))
    dialog.open()


def _logged(commands: Commands, _saved: object) -> None:
    page = commands.page()
    if page is not None:
        tell_no_sale(page.context, page)
