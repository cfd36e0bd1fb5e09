"""The place under the grid of tenders: what the row at hand needs beside its cells (payments 10.3).

An auto-pay type shows its block, a type with an authorization the field for its code; any other
row shows what its payor owes. The grid above gives way for it, so that nothing below moves.
"""

from collections.abc import Callable
from datetime import date
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from posapp.domain.accounts import AccountCard
from posapp.domain.ids import AccountId
from posapp.domain.mandate import Mandate
from posapp.domain.setup import SetUp, TenderType
from posapp.i18n import _
from posapp.ui.formats import Formats, joined
from posapp.ui.models.quick_tender_grid import TenderEntry
from posapp.ui.theme import GRID, dp
from posapp.ui.widgets.autopay_block import AutoPayBlock, TypedBlock
from posapp.ui.widgets.labelled_field import LabelledField
from posapp.ui.widgets.limited_edit import LimitedEdit
from posapp.ui.widgets.looks import text_label

_CODE_WIDTH = 36


class TenderSection(QWidget):
    """Shows the section of one row; the blocks of the others are kept.

    ``edited`` tells that a block changed, ``code_typed`` carries the authorization code.
    """

    edited = Signal()
    code_typed = Signal(str)

    def __init__(self, setup: SetUp, formats: Formats, today: Callable[[], date]) -> None:
        """Make it empty.

        Args:
            setup: knows the institutions.
            formats: writes amounts.
            today: the business date, for dates that are typed short.
        """
        super().__init__()
        self._setup, self._formats, self._today = setup, formats, today
        self._blocks: dict[int, AutoPayBlock] = {}
        self._owners: dict[int, AccountId] = {}
        self.caption = text_label("", "caption")
        self.balances = text_label("", "subtitle", wrap=True)
        self.balances.setObjectName("payor_balances")
        self.code = LimitedEdit(_CODE_WIDTH)
        self._code_field = LabelledField("authorization_code", _("Authorization Code"), self.code)
        self._code_page = QWidget()
        self._place = QWidget()
        # With its place at once: it shows its first page, which must not open as a window.
        self._pages = QStackedLayout(self._place)
        self._lay_out()
        self.code.textEdited.connect(self.code_typed)

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """Where Tab stops in what is shown, in order."""
        shown = self._pages.currentWidget()
        if isinstance(shown, AutoPayBlock):
            return shown.stops
        return (self.code,) if shown is self._code_page else ()

    def show_row(self, row: int, entry: TenderEntry, kind: TenderType) -> None:
        """Show what a row needs."""
        name = "" if entry.card is None else entry.card.account.name.replace("&", "&&")
        says: str
        page: QWidget
        if kind.generate_auto_pay:
            says, page = _("Aut&o pay"), self._block_of(entry.key, kind)
        elif kind.requires_authorization:
            says, page = _("Auth&orization"), self._code_page
            self.code.setText(entry.external_reference)
            self._code_field.show_error(entry.wrong.get("external_reference", ""))
        else:
            says, page = _("Payor"), self.balances
            self.balances.setText(self._owed(entry.card))
        self.caption.setText(joined(says, _("row {number}").format(number=row + 1), name))
        self._turn_to(page)
        self.caption.setBuddy(self.stops[0] if self.stops else self)
        for before, after in pairwise(self.stops):
            self.setTabOrder(before, after)

    def show_nothing(self, says: str) -> None:
        """Say what to do while no row is typed."""
        self.caption.setText(_("Payor"))
        self.balances.setText(says)
        self._turn_to(self.balances)

    def show_mandate(self, key: int, mandate: Mandate | None) -> None:
        """Say in a row's block what its payor's mandate fills in."""
        self._block(key).show_mandate(mandate)

    def belong(self, key: int, payor: AccountId) -> None:
        """A row's block is about one payor; another payor starts with an empty one (QA-13)."""
        before = self._owners.get(key, payor)
        self._owners[key] = payor
        if before != payor and key in self._blocks:
            self._drop(key)

    def typed(self, key: int) -> TypedBlock:
        """What the block of a row says."""
        return self._block(key).typed()

    def first_wrong(self, key: int) -> QWidget | None:
        """The first field of a row's block whose text is refused."""
        return self._block(key).first_wrong()

    def show_error(self, key: int, name: str, sentence: str) -> bool:
        """Show an error in the block of a row."""
        return self._block(key).show_error(name, sentence)

    def has(self, key: int) -> bool:
        """Whether a block was made for a row."""
        return key in self._blocks

    def clear(self) -> None:
        """Forget every block: another event begins."""
        for key in tuple(self._blocks):
            self._drop(key)
        self._owners = {}
        self._turn_to(self.balances)

    def _drop(self, key: int) -> None:
        block = self._blocks.pop(key)
        if self._pages.currentWidget() is block:
            self._turn_to(self.balances)
        self._pages.removeWidget(block)
        block.deleteLater()

    def _block_of(self, key: int, kind: TenderType) -> AutoPayBlock:
        """A row's block with what its type asks for."""
        found = self._block(key)
        found.show_kind(kind)
        return found

    def _block(self, key: int) -> AutoPayBlock:
        found = self._blocks.get(key)
        if found is None:
            found = self._blocks[key] = AutoPayBlock(
                self._setup.autopay, self._formats, self._today
            )
            found.mark(f"_{key}" if len(self._blocks) > 1 else "")
            found.edited.connect(self.edited)
            self._pages.addWidget(found)
        return found

    def _owed(self, card: AccountCard | None) -> str:
        if card is None:
            return ""
        money, currency = self._formats.money, card.account.currency
        return _("Current balance {current} \u00b7 payoff {payoff}").format(
            current=money(card.current_balance, currency),
            payoff=money(card.payoff_balance, currency),
        )

    def _lay_out(self) -> None:
        line = QHBoxLayout(self._code_page)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(dp(2 * GRID))
        line.addWidget(self._code_field, 1, Qt.AlignmentFlag.AlignTop)
        says = _(
            "The code that the terminal gave. It is kept as External Reference ID of the tender; "
            "an event takes one tender that needs an authorization."
        )
        line.addWidget(text_label(says, "hint", wrap=True), 2)
        self.balances.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._pages.addWidget(self.balances)
        self._pages.addWidget(self._code_page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(dp(2))
        column.addWidget(self.caption)
        column.addWidget(self._place)

    def _turn_to(self, page: QWidget) -> None:
        """Show a page, the place as tall as it needs; the grid above takes the rest."""
        self._pages.setCurrentWidget(page)
        line = self.balances.fontMetrics().lineSpacing()
        self._place.setFixedHeight(line if page is self.balances else page.sizeHint().height())
