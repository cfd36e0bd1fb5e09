"""How a paper is wanted: short or long, which check, on which paper, as a duplicate (RC-2, PR-06)."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from posapp.domain.event_views import TenderView
from posapp.domain.ids import EventId, TenderId
from posapp.i18n import _
from posapp.settings import WorkstationSettings
from posapp.ui.formats import Formats
from posapp.ui.papers import NO_TENDER, PaperKind, Wish
from posapp.ui.theme import GRID, dp
from posapp.ui.widgets.choice_box import Choice, ChoiceBox
from posapp.ui.widgets.labelled_field import LabelledField

_DUPLICATE_KEY: Final = "Alt+D"


class PaperFields(QWidget):
    """The choices of one kind of paper; ``changed`` says that the paper looks different now."""

    changed = Signal()

    def __init__(
        self,
        settings: WorkstationSettings,
        formats: Formats,
        checks: Sequence[TenderView],
        currency: str,
    ) -> None:
        """Make the fields.

        Args:
            settings: how this workstation prints unless it is told otherwise.
            formats: how amounts are written.
            checks: tenders that can be endorsed, in the order of the event.
            currency: of their amounts.
        """
        super().__init__()
        self._formats = formats
        self._checks = tuple(checks)
        self._currency = currency
        self._endorsed: set[TenderId] = set()
        self.kind = ChoiceBox([Choice(False, _("Short")), Choice(True, _("Long"))])
        self.kind.select(settings.receipt_detail == "long")
        self.check = ChoiceBox()
        self._list_checks()
        papers = [
            Choice("roll80", _("80 mm roll")),
            Choice("a4", "A4"),
            Choice("letter", "Letter"),
        ]
        self.layout_box = ChoiceBox(papers)
        self.layout_box.select(settings.receipt_layout)
        self.duplicate = QCheckBox(_("Duplicate") + f"  {_DUPLICATE_KEY}")
        self.duplicate.setObjectName("duplicate")
        self.duplicate.setAccessibleName(_("Duplicate"))
        # A mnemonic would press only after an animation of 100 ms.
        shortcut = QShortcut(QKeySequence(_DUPLICATE_KEY), self.duplicate)
        shortcut.activated.connect(self.duplicate.click)
        self._receipt = LabelledField("receipt_kind", _("Receipt"), self.kind, room=False)
        self._check = LabelledField("check", _("Check"), self.check, room=False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(dp(2 * GRID))
        row.addWidget(self._receipt, 1)
        row.addWidget(self._check, 2)
        row.addWidget(LabelledField("receipt_layout", _("Paper"), self.layout_box, room=False), 1)
        for box in (self.kind, self.check, self.layout_box):
            box.value_changed.connect(self._on_changed)
        self.duplicate.toggled.connect(self._on_changed)

    def show_kind(self, kind: PaperKind) -> None:
        """Show only the choices that a kind of paper has."""
        self._receipt.setVisible(kind is PaperKind.RECEIPT)
        self._check.setVisible(kind is PaperKind.ENDORSEMENT)
        self.duplicate.setVisible(kind is PaperKind.RECEIPT)

    def wish(self, kind: PaperKind, event_id: EventId) -> Wish:
        """The paper as it is chosen now."""
        return Wish(
            kind,
            event_id,
            str(self.layout_box.value()),
            long=bool(self.kind.value()),
            duplicate=self.duplicate.isChecked(),
            tender_id=self.check.value() or NO_TENDER,
        )

    def only_duplicates(self) -> None:
        """The original was printed and cannot be had twice (RC-2)."""
        self.duplicate.blockSignals(True)
        self.duplicate.setChecked(True)
        self.duplicate.blockSignals(False)
        self.duplicate.setEnabled(False)
        why = _("It was printed before; every further print is a duplicate.")
        self.duplicate.setToolTip(why)
        self.duplicate.setAccessibleDescription(why)

    def endorsed(self, tender_id: TenderId) -> tuple[int, int, bool]:
        """Go on to the next check that was not endorsed here.

        Returns:
            The number of the endorsed check, how many there are, and whether one is left.
        """
        order = [tender.id for tender in self._checks]
        here = order.index(tender_id)
        self._endorsed.add(tender_id)
        self._list_checks()
        left = [one for one in order[here:] + order[:here] if one not in self._endorsed]
        if left:
            self.check.select(left[0])
        return here + 1, len(order), bool(left)

    def _list_checks(self) -> None:
        checks = enumerate(self._checks, 1)
        self.check.set_choices([Choice(one.id, self._named(n, one)) for n, one in checks])

    def _named(self, number: int, tender: TenderView) -> str:
        parts = [
            _("{number} of {of}").format(number=number, of=len(self._checks)),
            f"{tender.description} {tender.check_number}".strip(),
            self._formats.money(tender.amount, self._currency),
        ]
        if tender.id in self._endorsed:
            parts.append(_("printed"))
        return " \u00b7 ".join(parts)

    def _on_changed(self, _value: object) -> None:
        self.changed.emit()
