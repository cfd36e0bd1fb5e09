"""What goes on each paper of the drawer day, read for the user who asks (controls 17, D-16).

Papers are made of the answers that the services give to this very user, so what a screen hides no
paper shows.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, Final

from posapp.domain.clock import business_date
from posapp.domain.day_paper import DayPaper
from posapp.domain.day_papers import (
    DAYS_BACK,
    DepositReport,
    DepositSlip,
    OverUnderLog,
    PaymentBalance,
    TurnInSlip,
)
from posapp.domain.deposits import DepositId
from posapp.domain.ids import DepositControlId, short_id
from posapp.domain.rights import Right
from posapp.domain.setup import SetUp
from posapp.domain.setup_options import BankAccount
from posapp.domain.turn_in import TurnInId
from posapp.errors import Refused
from posapp.printing.deposit_report import render_deposit_report
from posapp.printing.deposit_slip import render_deposit_slip
from posapp.printing.period_reports import render_over_under_log, render_payment_balance
from posapp.printing.turn_in_slip import render_turn_in_slip
from posapp.services.control_papers import x_report, z_report
from posapp.services.done import chain_of_office
from posapp.services.paper_heads import drawers_of
from posapp.services.paper_sources import Asked, Made, Sources
from posapp.storage import print_log as store
from posapp.storage.audit import head
from posapp.storage.over_unders import load_log
from posapp.storage.paper_proofs import chains_about
from posapp.storage.payment_balance import load_balance_lines, load_payment_sums


def make(asked: Asked, sources: Sources) -> Made:
    """The paper that is wanted.

    Raises:
        Refused: ``M-55`` no such record, ``M-260``, ``M-261`` no such Z report, ``M-225`` what a
            blind count hides, ``M-51`` without the right to see it, ``M-50`` a period that ends
            before it begins.
    """
    return _MAKERS[asked.order.kind](asked, sources)


def _turn_in_slip(asked: Asked, sources: Sources) -> Made:
    view = sources.turn_ins.show(TurnInId(asked.order.id), asked.actor)
    one = view.turn_in
    office = asked.setup.tender_sources[one.tender_source].office
    head = asked.head(one.receipt_number, office, one.currency, one.tender_source)
    # A correction or an approval makes another paper of it (TI-12, 17).
    kind = f"turn-in {one.version} {one.status.value}"
    title = f"turn-in-{one.receipt_number}-v{one.version}"
    doc = TurnInSlip(head, view)
    return Made(kind, one.id, title, doc, render_turn_in_slip, row=store.OF_TURN_IN)


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
        seal=_seal_of_deposit(asked, sources, DepositId(one.id), above.office),
    )
    kind, title = f"deposit-slip {one.version}", f"deposit-{short_id(one.id)}"
    return Made(kind, one.id, title, doc, render_deposit_slip, row=store.OF_DEPOSIT, seal=doc.seal)


def _seal_of_deposit(asked: Asked, sources: Sources, deposit: DepositId, office: str) -> str:
    """Of the office's chain that tells of the deposit last, as long as that is now (R11, D-40)."""
    with sources.db.read() as s:
        told = chains_about(s, deposit) or (chain_of_office(asked.setup, office, asked.now),)
        last = head(s, told[-1])
    return "" if last is None else last.seal.text


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
    return Made(kind, one.id, title, doc, render_deposit_report, row=store.OF_DEPOSIT_CONTROL)


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
    DayPaper.X: x_report,
    DayPaper.Z: z_report,
    DayPaper.TURN_IN: _turn_in_slip,
    DayPaper.DEPOSIT_SLIP: _deposit_slip,
    DayPaper.DEPOSIT_CONTROL: _deposit_report,
    DayPaper.PAYMENT_BALANCE: _payment_balance,
    DayPaper.OVER_UNDER: _over_under_log,
}
