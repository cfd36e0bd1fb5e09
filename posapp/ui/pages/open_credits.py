"""Report of open credits by age: what people paid for and did not use yet (AC2-6, CK-10)."""

from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QHBoxLayout

from posapp.domain.open_credits import AGES, CreditAges, OpenCredit
from posapp.domain.topics import Topic
from posapp.i18n import _, plural
from posapp.ui.context import UiContext
from posapp.ui.file_choosing import CSV_ONLY, choose_table_file
from posapp.ui.models.credit_age_lists import open_credit_columns
from posapp.ui.models.records import RecordTableModel
from posapp.ui.pages.base import Page
from posapp.ui.shortcuts import Key
from posapp.ui.tokens import Tone
from posapp.ui.widgets.banner import Notice
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.card import Card
from posapp.ui.widgets.looks import text_label
from posapp.ui.widgets.table import DataTable

if TYPE_CHECKING:
    from posapp.services.open_credits import CreditReport


class OpenCreditsPage(Page):
    """All open credits, the oldest first, with sums by age."""

    KIND: ClassVar[str] = "open_credits"
    TOPICS: ClassVar[frozenset[Topic]] = frozenset({Topic.EVENTS, Topic.ITEMS, Topic.LEDGER})
    SHOWS_DRAWER: ClassVar[bool] = False

    def __init__(self, context: UiContext, number: int = 0) -> None:
        super().__init__(context, number)
        self._report: CreditReport | None = None
        self.sums = text_label("", "subtitle", wrap=True)
        self.beside = text_label(self._elsewhere(), "subtitle", wrap=True)
        self.table = DataTable("open_credits", _("Open credits"))
        self.export = KeyButton(
            _("Export\u2026"), self._on_export, key=Key.MAIN_ACTION, shortcuts=context.shortcuts,
            kind="primary", name="export_credits",
        )  # fmt: skip
        columns = open_credit_columns(context.formats)
        self.table.set_model(RecordTableModel(columns, (), self.table), context.state)
        self.table.set_empty_text(_("No open credit"), _("Every credit was used."))
        card = Card(_("Open credits"), grow=True)
        card.add(self.sums)
        card.add(self.beside)
        card.add(self.table, 1)
        self.body.addWidget(card, 1)
        footer = QHBoxLayout()
        footer.addStretch(1)
        footer.addWidget(self.export)
        self.foot.addLayout(footer)
        self.export.setEnabled(False)
        self.table.chosen.connect(self._on_chosen)
        self.show_title(_("Open credits"))

    def load(self) -> None:
        """Read the report on the lane of reports."""
        services, actor = self.context.services, self.context.actor
        self.read(lambda: services.open_credits.report(actor), self._on_seen, "reports")

    def focus_first(self) -> None:
        """Start in the list."""
        self.table.setFocus()

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Keys of this page."""
        return ((self.export.text(), self.export.hint), (_("Open the account"), "Enter"))

    def write_to(self, path: Path) -> None:
        """Write what is shown."""
        if self._report is None:
            return
        work = partial(self.context.services.open_credits.write, self._report, path)
        says = _("The report was written to {file}.").format(file=path)
        self.context.runner.run(self, work, lambda _none: self._say(says), self.on_failed)

    def _elsewhere(self) -> str:
        """Where the other money that customers have with the office stands (OP-2, OP-3)."""
        setup = self.context.setup
        kind = setup.sa_types.get(setup.installation.overpayment_sa_type)
        if kind is None:
            return ""
        says = _(
            "What was paid too much and kept is not among them: it stands on the account, as its "
            "agreement {kind}, until a bill takes it."
        )
        return says.format(kind=kind.description)

    def _on_seen(self, report: "CreditReport") -> None:
        self._report = report
        self.table.show_records(report.credits, attrgetter("id"))
        self.sums.setText("\n".join(map(self._sum, report.ages)))
        self.export.setEnabled(bool(report.credits))

    def _sum(self, one: CreditAges) -> str:
        """Sums of a currency by age."""
        formats = self.context.formats
        says = plural(
            "{currency}: {n} credit, {total}", "{currency}: {n} credits, {total}", one.credits
        )
        total = formats.money(one.total, one.currency)
        head = says.format(currency=one.currency, n=formats.count(one.credits), total=total)
        starts = (0, *(last + 1 for last in AGES))
        words = [
            _("{first} to {last} days").format(first=a, last=b)
            for a, b in zip(starts, AGES, strict=False)
        ]
        words.append(_("older"))
        parts = (
            f"{word}: {formats.money(amount, one.currency)}"
            for word, amount in zip(words, one.by_age, strict=True)
        )
        return f"{head} ({', '.join(parts)})"

    def _on_chosen(self, one: OpenCredit) -> None:
        self.context.open_page("account", one.account_id)

    def _on_export(self) -> None:
        if self._report is not None:
            name = f"open-credits-{self._report.day.isoformat()}"
            title = _("Export open credits")
            choose_table_file(self, title, "credits_file", name, self.write_to, CSV_ONLY)

    def _say(self, words: str) -> None:
        self.show_notices((Notice(words, Tone.GREEN, stays=True),))
