"""Reports > Check a paper: a receipt, Z report or deposit slip held against the data (R11, F22)."""

from functools import partial
from typing import Any, ClassVar, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from posapp.domain.paper_proofs import PaperKind, PaperProof, PaperSays, Verdict
from posapp.i18n import _
from posapp.ui.context import UiContext
from posapp.ui.models.columns import Column, text_column
from posapp.ui.models.records import RecordTableModel
from posapp.ui.pages.base import Page
from posapp.ui.proof_words import (
    PAGES,
    action_words,
    copy_words,
    named,
    seal_words,
    told,
    verdict_words,
)
from posapp.ui.shortcuts import Key
from posapp.ui.theme import GRID, dp
from posapp.ui.widgets.badges import Pill
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.fact_lines import FactLines
from posapp.ui.widgets.labelled_field import LabelledField
from posapp.ui.widgets.looks import text_label
from posapp.ui.widgets.table import DataTable

_FIELD: Final = 420
_LONGEST: Final = 120
_KEPT_ROWS: Final = 4
_NAMES: Final = {
    PaperKind.RECEIPT: "Payor",
    PaperKind.Z_REPORT: "Cashier",
    PaperKind.DEPOSIT_SLIP: "Reference",
    PaperKind.CHECKOUT: "Name",
}


class PaperProofPage(Page):
    """What somebody holds in the hand, typed or scanned, and what the data says of it."""

    KIND: ClassVar[str] = "paper_proof"
    SHOWS_DRAWER: ClassVar[bool] = False

    def __init__(self, context: UiContext, number: int = 0) -> None:
        super().__init__(context, number)
        self.proof: PaperProof | None = None
        self.code = QLineEdit()
        self.code.setMaxLength(_LONGEST)
        # A scan stays here and is proved, also one of a number that would open a page elsewhere.
        self.code.setProperty("takes_scans", True)
        self._row = LabelledField(
            "code",
            _("Number, audit seal, or both"),
            self.code,
            _("As it stands on the paper, such as 1000000017-12 57-7K3Q-M2F9-XABC-4TDW"),
        )
        self.check = KeyButton(
            _("Check the paper"), self._on_check, key=Key.MAIN_ACTION, shortcuts=context.shortcuts,
            kind="primary", name="check_paper",
        )  # fmt: skip
        self.open = KeyButton(_("Open it"), self._on_open, name="open_subject")
        self.open.bind_key(QKeySequence("Ctrl+Return"))
        self.open.show_hint("Ctrl+Enter")
        self.verdict = Pill()
        self.verdict.setObjectName("verdict")
        self.says = text_label("", "title", wrap=True)
        self.says.setObjectName("paper_says")
        self.paper = text_label("", "subtitle")
        self.facts = FactLines()
        self.happened = DataTable("paper_happened", _("What was done since"))
        self.prints = DataTable("paper_prints", _("Prints"))
        for table in (self.happened, self.prints):
            table.keep_rows(_KEPT_ROWS)
        self.code.returnPressed.connect(self._on_check)
        self.code.textEdited.connect(lambda _text: self._row.show_error(""))
        self._lay_out()
        self._show(None)
        self.show_title(_("Check a paper"))

    def show_proof(self, proof: PaperProof, typed: str) -> None:
        """Show what was found already, as by a scan into the search line."""
        self.code.setText(typed)
        self._show(proof)

    def load(self) -> None:
        """Look again at what is typed; nothing where nothing is."""
        if self.code.text().strip():
            self._on_check()

    def focus_first(self) -> None:
        """Start in the field, ready for a scan."""
        self.code.setFocus()
        self.code.selectAll()

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Keys of this page."""
        return ((self.check.text(), self.check.hint), (self.open.text(), self.open.hint))

    def show_field_error(self, field: str, sentence: str) -> bool:
        """A seal that was mistyped is said at the field, and the typed text stays."""
        self.check.setEnabled(True)
        if field == "code":
            self._row.show_error(sentence)
            self._show(None)
            self.code.setFocus()
        return field == "code"

    def on_failed(self, error: BaseException) -> None:
        """What could not be looked up may be tried again."""
        self.check.setEnabled(True)
        super().on_failed(error)

    def _lay_out(self) -> None:
        ask = Card()
        line = QHBoxLayout()
        line.setSpacing(dp(2 * GRID))
        self._row.setMinimumWidth(dp(_FIELD))
        line.addWidget(self._row, 1)
        line.addWidget(self.check, 0, Qt.AlignmentFlag.AlignVCenter)
        ask.add(line)
        self._answer = Card()
        head = QHBoxLayout()
        head.setSpacing(dp(2 * GRID))
        head.addWidget(self.verdict)
        head.addWidget(self.paper, 1)
        self._answer.add(head)
        self._answer.add(self.says)
        self._answer.add(self.facts)
        lists = QHBoxLayout()
        lists.setSpacing(dp(12))
        for title, table, share in (
            (_("What was done since"), self.happened, 3),
            (_("Prints"), self.prints, 2),
        ):
            card = Card(title, grow=True)
            card.add(table, 1)
            lists.addWidget(card, share)
        self.body.addWidget(ask)
        self.body.addWidget(self._answer)
        self.body.addLayout(lists, 1)
        footer = QHBoxLayout()
        footer.addStretch(1)
        footer.addWidget(self.open)
        self.foot.addLayout(footer)

    def _on_check(self) -> None:
        typed = self.code.text().strip()
        if not typed:
            self._row.show_error(_("Type or scan what stands on the paper."))
            return
        self._row.show_error("")
        self.check.setEnabled(False)
        verifying, actor = self.context.services.verifying, self.context.actor
        self.read(partial(verifying.verify, typed, actor), self._show)

    def _on_open(self) -> None:
        says = None if self.proof is None else self.proof.says
        if says is not None and says.kind in PAGES and says.object_id is not None:
            self.context.open_page(PAGES[says.kind], says.object_id)

    def _show(self, proof: PaperProof | None) -> None:
        self.proof = proof
        self.check.setEnabled(True)
        self._answer.setVisible(proof is not None)
        leads = proof is not None and proof.says.kind in PAGES and proof.says.object_id is not None
        self.open.setEnabled(leads)
        formats = self.context.formats
        happened = () if proof is None else tuple(reversed(proof.happened))
        prints = () if proof is None else tuple(reversed(proof.prints))
        columns: tuple[Column[Any], ...] = (
            text_column(_("When"), lambda one: formats.stamp(one.at), 150),
            text_column(_("What"), action_words, 200, stretch=True),
            text_column(_("By"), lambda one: one.by, 140),
            text_column(_("Reason"), lambda one: one.reason, 160),
        )
        self._fill(self.happened, columns, happened, _("Nothing was done since"))
        columns = (
            text_column(_("Copy"), copy_words, 170, stretch=True),
            text_column(_("Printed"), lambda one: formats.stamp(one.at), 150),
            text_column(_("By"), lambda one: one.by, 140),
        )
        self._fill(self.prints, columns, prints, _("No print is known"))
        if proof is not None:
            self._show_answer(proof)

    def _fill(
        self, table: DataTable, columns: tuple[Column[Any], ...], rows: tuple[Any, ...], empty: str
    ) -> None:
        table.set_empty_text(empty if self.proof else _("No paper is checked yet"), "")
        table.set_model(RecordTableModel(columns, rows, table))

    def _show_answer(self, proof: PaperProof) -> None:
        words, tone = verdict_words(proof)
        self.verdict.show_state(words, tone)
        self.paper.setText(named(proof))
        self.says.setText(told(proof, self.context.formats))
        lines = {
            **self._facts(proof.says),
            "seal": (_("Audit seal"), seal_words(proof, self.context.formats)),
        }
        self.facts.keep(())
        for name, (caption, value) in lines.items():
            self.facts.show_line(name, caption, value)
        self.facts.setVisible(proof.verdict is not Verdict.UNKNOWN)

    def _facts(self, says: PaperSays) -> dict[str, tuple[str, str]]:
        """What to hold against the paper; what a kind has not is left out."""
        formats, found = self.context.formats, {}
        if says.day is not None:
            found["day"] = (_("Date"), formats.date(says.day))
        if says.named:
            found["named"] = (_(_NAMES[says.kind]), says.named)
        if says.amount is not None:
            found["amount"] = (_("Amount"), formats.money(says.amount, says.currency))
        return found
