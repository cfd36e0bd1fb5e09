"""What goes on each paper of the drawer day, read for the user who asks (controls 17, D-16).

Papers are made of the answers that the services give to this very user, so what a screen hides no
paper shows.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Table

from posapp.domain.clock import business_date
from posapp.domain.control_counts import is_blind
from posapp.domain.control_life import ControlClose
from posapp.domain.day_papers import (
    ControlReport,
    DayPaper,
    DepositReport,
    DepositSlip,
    OverUnderLog,
    PaperHead,
    PaperOrder,
    PaymentBalance,
    TurnInSlip,
)
from posapp.domain.deposits import DepositId
from posapp.domain.ids import ControlId, DepositControlId, short_id
from posapp.domain.rights import Actor, Right
from posapp.domain.setup import SetUp
from posapp.domain.setup_options import BankAccount
from posapp.domain.tender_controls import Control
from posapp.domain.turn_in import TurnInId
from posapp.errors import Refused
from posapp.printing.control_report import render_control_report
from posapp.printing.deposit_report import render_deposit_report
from posapp.printing.deposit_slip import render_deposit_slip
from posapp.printing.period_reports import render_over_under_log, render_payment_balance
from posapp.printing.turn_in_slip import render_turn_in_slip
from posapp.services.bank_deposits import BankDeposits
from posapp.services.deposit_controls import DepositControls
from posapp.services.over_unders import OverUnders
from posapp.services.paper_heads import drawers_of, head_of
from posapp.services.tender_controls import TenderControls
from posapp.services.turn_ins import TurnIns
from posapp.storage.base import Transaction, table_of
from posapp.storage.control_closes import load_closes
from posapp.storage.control_counts import load_counting
from posapp.storage.control_reports import load_close_lines, load_counted, load_voids
from posapp.storage.db import Database
from posapp.storage.over_unders import load_log
from posapp.storage.payment_balance import load_balance_lines, load_payment_sums
from posapp.storage.tables.closes import ControlCloseRow
from posapp.storage.tables.controls import DepositControlRow, TenderControlRow
from posapp.storage.tables.deposits import TenderDepositRow
from posapp.storage.tables.turn_ins import TurnInRow
from posapp.storage.tender_controls import load_control

DAYS_BACK: Final = 7
"""A payment balance report begins this many days ago unless said (17)."""


@dataclass(frozen=True, slots=True)
class Made:
    """A paper ready to be rendered as any copy.

    Attributes:
        kind: in the print log; a new version of a record is a paper of its own.
        object_id: in the print log.
        title: of the print job and of a saved file.
        doc: what it shows, as the original.
        draw: makes the PDF of a document for a layout.
        numbered: each print has a number of its own in place of *Duplicate n*.
        table: of the row whose lock keeps two prints apart; ``None`` for papers of a period.
    """

    kind: str
    object_id: int
    title: str
    doc: Any
    draw: Callable[..., bytes]
    numbered: bool = False
    table: Table | None = None

    def copy(self, number: int) -> Any:
        """The document as the copy of a number, 0 for the original."""
        head: PaperHead = self.doc.head
        if self.numbered:
            return replace(self.doc, head=replace(head, number=f"{head.number}{number + 1}"))
        if self.table is None:
            return self.doc
        return replace(self.doc, head=replace(head, copy=number))


@dataclass(frozen=True, slots=True)
class Sources:
    """The services whose answers papers are made of."""

    db: Database
    tender_controls: TenderControls
    deposit_controls: DepositControls
    turn_ins: TurnIns
    bank_deposits: BankDeposits
    over_unders: OverUnders


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks for which paper, when, under which set-up."""

    order: PaperOrder
    actor: Actor
    now: datetime
    setup: SetUp

    def head(self, number: str, office: str, currency: str, source: str = "") -> PaperHead:
        """The head of the paper."""
        return head_of(
            self.setup,
            self.actor,
            self.now,
            number=number,
            office=office,
            currency=currency,
            source=source,
        )


def make(asked: Asked, sources: Sources) -> Made:
    """The paper that is wanted.

    Raises:
        Refused: ``M-55`` no such record, ``M-260``, ``M-261`` no such Z report, ``M-225`` what a
            blind count hides, ``M-51`` without the right to see it, ``M-50`` a period that ends
            before it begins.
    """
    return _MAKERS[asked.order.kind](asked, sources)


def _x_report(asked: Asked, sources: Sources) -> Made:
    control_id = ControlId(asked.order.id)
    view = sources.tender_controls.show(control_id, asked.actor)
    control = view.control
    with sources.db.read() as s:
        voids = () if view.blind else load_voids(s, control_id)
        booked = () if view.blind else load_log(s, view.office, asked.setup, control_id=control_id)
    number = f"{short_id(control_id)}-X"
    doc = ControlReport(
        head=asked.head(number, view.office, control.currency, control.tender_source),
        control=control,
        lines=view.lines,
        events=view.events,
        canceled=view.canceled,
        voids=voids,
        booked=booked,
        blind=view.blind,
        receipts=control.last_receipt,
    )
    title = f"x-{short_id(control_id)}"
    return Made(
        "x", control_id, title, doc, render_control_report, numbered=True,
        table=table_of(TenderControlRow),
    )  # fmt: skip


def _z_report(asked: Asked, sources: Sources) -> Made:
    control_id, setup = ControlId(asked.order.id), asked.setup
    with sources.db.read() as s:
        control = load_control(s, control_id)
        if control is None:
            raise Refused("M-55", field="tender_control", value=control_id)
        if is_blind(control, asked.actor, setup, load_counting(s, control)):
            # It was reopened: its earlier Z report says what this count should find (D-16).
            raise Refused("M-225", field="tender_control")
        close = _close_of(s, control, asked.order.version)
        office = setup.tender_sources[control.tender_source].office
        booked = load_log(s, office, setup, control_id=control_id)
        doc = ControlReport(
            head=asked.head(
                f"Z-{close.number}", office, control.currency, control.tender_source
            ),
            control=control,
            lines=load_close_lines(s, close.id, setup),
            events=close.events,
            canceled=close.canceled,
            voids=load_voids(s, control_id, close.closed_at),
            booked=tuple(one for one in booked if one.booked_at <= close.closed_at),
            close=close,
            counted=load_counted(s, close.count_id, control.currency),
        )  # fmt: skip
    title = f"z-{close.number}-{short_id(control_id)}"
    table = table_of(ControlCloseRow)
    return Made("z", close.id, title, doc, render_control_report, table=table)


def _close_of(s: Transaction, control: Control, version: int) -> ControlClose:
    found = load_closes(s, control.id)
    if not found:
        raise Refused("M-260", field="tender_control", value=control.id)
    for close in found:
        if close.version == (version or found[-1].version):
            return close
    raise Refused("M-261", field="version", value=control.id, version=version)


def _turn_in_slip(asked: Asked, sources: Sources) -> Made:
    view = sources.turn_ins.show(TurnInId(asked.order.id), asked.actor)
    one = view.turn_in
    office = asked.setup.tender_sources[one.tender_source].office
    head = asked.head(one.receipt_number, office, one.currency, one.tender_source)
    # A correction or an approval makes another paper of it (TI-12, 17).
    kind = f"turn-in {one.version} {one.status.value}"
    title = f"turn-in-{one.receipt_number}-v{one.version}"
    doc, table = TurnInSlip(head, view), table_of(TurnInRow)
    return Made(kind, one.id, title, doc, render_turn_in_slip, table=table)


def _deposit_slip(asked: Asked, sources: Sources) -> Made:
    view = sources.bank_deposits.show(DepositId(asked.order.id), asked.actor)
    one = view.deposit
    above = sources.deposit_controls.show(one.deposit_control_id, asked.actor).control
    number = one.reference_id or short_id(one.id)
    account = _account(one.bank, one.bank_account, asked.setup)
    doc = DepositSlip(
        asked.head(number, above.office, one.currency),
        view,
        bank="" if account is None else f"{account.bank} {account.description}",
        account="" if account is None else account.account_last4,
    )
    kind, title = f"deposit-slip {one.version}", f"deposit-{short_id(one.id)}"
    table = table_of(TenderDepositRow)
    return Made(kind, one.id, title, doc, render_deposit_slip, table=table)


def _account(bank: str | None, key: str | None, setup: SetUp) -> BankAccount | None:
    for one in setup.bank_accounts:
        if (one.bank, one.key) == (bank, key):
            return one
    return None


def _deposit_report(asked: Asked, sources: Sources) -> Made:
    asked.actor.require(Right.SEE_EXPECTED)
    view = sources.deposit_controls.show(DepositControlId(asked.order.id), asked.actor)
    one, setup = view.control, asked.setup
    with sources.db.read() as s:
        booked = tuple(
            entry
            for control in view.controls
            for entry in load_log(s, one.office, setup, control_id=control.id)
        )
    head = asked.head(short_id(one.id), one.office, one.currency)
    doc = DepositReport(head, view, booked, drawers_of(setup))
    kind, title = f"deposit-control {one.version}", f"deposit-control-{short_id(one.id)}"
    table = table_of(DepositControlRow)
    return Made(kind, one.id, title, doc, render_deposit_report, table=table)


def _payment_balance(asked: Asked, sources: Sources) -> Made:
    actor, setup, order = asked.actor, asked.setup, asked.order
    if setup.installation.blind_count:
        # It sums what went into open drawers (D-16).
        actor.require(Right.SEE_EXPECTED)
    last = order.last or _today(asked)
    first = order.first or last - timedelta(days=DAYS_BACK)
    if first > last:
        raise Refused("M-50", field="from", value=first, reason="is after the end")
    with sources.db.read() as s:
        lines = load_balance_lines(s, actor.office, first, last)
        payments = load_payment_sums(s, actor.office, first, last)
    currency = setup.offices[actor.office].currency
    head = asked.head(f"{first:%Y%m%d}-{last:%Y%m%d}", actor.office, currency)
    doc = PaymentBalance(head, first, last, lines, payments, drawers_of(setup), setup.currencies)
    title = f"payment-balance-{first}-{last}"
    return Made("payment-balance", 0, title, doc, render_payment_balance)


def _over_under_log(asked: Asked, sources: Sources) -> Made:
    actor, setup, order = asked.actor, asked.setup, asked.order
    last = order.last or _today(asked)
    if order.first is not None and order.first > last:
        raise Refused("M-50", field="from", value=order.first, reason="is after the end")
    entries = sources.over_unders.log(actor, first=order.first, last=last, user_id=order.cashier)
    currency = setup.offices[actor.office].currency
    head = asked.head(f"{last:%Y%m%d}", actor.office, currency)
    doc = OverUnderLog(head, order.first, last, entries, drawers_of(setup), setup.currencies)
    return Made("over-under", 0, f"over-under-{last}", doc, render_over_under_log)


def _today(asked: Asked) -> Any:
    office = asked.setup.offices[asked.actor.office]
    return business_date(asked.now, office.zone, office.day_start)


_MAKERS: Final[Mapping[DayPaper, Callable[[Asked, Sources], Made]]] = {
    DayPaper.X: _x_report,
    DayPaper.Z: _z_report,
    DayPaper.TURN_IN: _turn_in_slip,
    DayPaper.DEPOSIT_SLIP: _deposit_slip,
    DayPaper.DEPOSIT_CONTROL: _deposit_report,
    DayPaper.PAYMENT_BALANCE: _payment_balance,
    DayPaper.OVER_UNDER: _over_under_log,
}
