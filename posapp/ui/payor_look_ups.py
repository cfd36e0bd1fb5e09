"""Finds the payors of tenders as their cells are left, and the mandates of those that are debited."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from posapp.domain.accounts import AccountCard
from posapp.domain.ids import AccountId
from posapp.domain.mandate import Mandate
from posapp.domain.money import Money
from posapp.domain.rights import Actor
from posapp.errors import PosError
from posapp.ui.context import UiContext
from posapp.ui.models.grid import RowToken
from posapp.ui.models.quick_tender_grid import TenderEntry, TenderGrid, with_card, with_wrong
from posapp.ui.widgets.tender_section import TenderSection

if TYPE_CHECKING:
    from posapp.services.bundle import Services


class PayorLookUps(QObject):
    """Asks off the window's thread; typing never waits (use 8).

    ``found`` carries the account of a payor that was looked up.
    """

    found = Signal(object)

    def __init__(
        self,
        context: UiContext,
        grid: TenderGrid,
        section: TenderSection,
        rest: Callable[[], Money | None],
    ) -> None:
        """Make it.

        Args:
            context: the surroundings.
            grid: the tenders.
            section: says what a mandate fills in.
            rest: gives what is still missing, which a further row starts with.
        """
        super().__init__(grid)
        self._context, self._grid, self._section, self._rest = context, grid, section, rest
        self._mandates: dict[AccountId, Mandate | None] = {}

    def forget(self) -> None:
        """Another event begins."""
        self._mandates = {}

    def ask(self, row: int) -> None:
        """A row was typed into: look its payor up, once for each text (AD-1)."""
        entry = self._grid.record(row)
        text = entry.payor.strip()
        if not text or entry.card is not None or entry.wrong.get("payor"):
            return
        context, token = self._context, self._grid.look_up(row)
        context.runner.run(
            self,
            partial(_card, context.services, context.actor, text),
            partial(self._on_payor, token, entry.key),
            partial(self._on_no_payor, token),
        )

    def read_mandate(self, entry: TenderEntry) -> None:
        """Say what the payor's mandate fills in; without it the service says what is missing."""
        payor = entry.payor_id
        if payor is None or payor in self._mandates:
            self._section.show_mandate(entry.key, self._mandates.get(payor) if payor else None)
            return
        context = self._context
        work = partial(context.services.mandates.in_force, payor, context.actor)
        context.runner.run(self, work, partial(self._on_mandate, payor, entry.key), _nothing)

    def _on_payor(self, token: RowToken, key: int, card: AccountCard) -> None:
        offered = self._offered(key, card)
        if self._grid.answer(token, partial(_found, card, offered)):
            self._section.belong(key, card.account.id)
            self.found.emit(card)

    def _on_no_payor(self, token: RowToken, error: BaseException) -> None:
        if not isinstance(error, PosError):
            self._grid.answer(token, None)
            self._context.failures.unhandled(error, None)
            return
        says = self._context.texts.of(error)
        self._grid.answer(token, lambda entry: with_wrong(entry, "payor", says))

    def _offered(self, key: int, card: AccountCard) -> Money | None:
        """What a row without amount starts with: what is missing, or what the payor owes (AD-3)."""
        rest = self._rest()
        if rest is not None:
            return rest
        alone = self._grid.row_of(key) == 0 and len(self._grid.records) == 1
        return card.default_amount if alone and card.default_amount else None

    def _on_mandate(self, payor: AccountId, key: int, mandate: Mandate | None) -> None:
        self._mandates[payor] = mandate
        row = self._grid.row_of(key)
        if row >= 0 and self._grid.record(row).payor_id == payor:
            self._section.show_mandate(key, mandate)


def _card(services: "Services", actor: Actor, text: str) -> AccountCard:
    return services.accounts.card(services.accounts.resolve(text, actor, field="payor"), actor)


def _found(card: AccountCard, offered: Money | None, entry: TenderEntry) -> TenderEntry:
    amount = offered if entry.amount is None else entry.amount
    return with_card(replace(entry, amount=amount), card)


def _nothing(_error: BaseException) -> None:
    return None
