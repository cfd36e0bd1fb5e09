"""Money that leaves a deposit control: bank deposits with their slips, settlements (4.4, D-29)."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from posapp.domain.clock import Clock
from posapp.domain.codes import DepositKind
from posapp.domain.deposit_controls import DepositAction
from posapp.domain.deposit_figures import received_of
from posapp.domain.deposits import (
    REFERENCE_WIDTH,
    DepositContent,
    DepositFacts,
    DepositId,
    DepositView,
    decide_deposit,
    is_instrument,
)
from posapp.domain.ids import DepositControlId
from posapp.domain.money import ZERO, Money, total
from posapp.domain.requests import check_request_id, fingerprint
from posapp.domain.rights import Actor, Right
from posapp.domain.setup import SetUp
from posapp.domain.texts import clean_text
from posapp.domain.topics import Saved
from posapp.domain.turn_in import Instrument
from posapp.domain.turn_ins import check_seen
from posapp.errors import NeedsConfirmation, Refused
from posapp.services.deposit_change import (
    Changed,
    DepositChanger,
    DepositContext,
    known_deposit,
)
from posapp.services.setup import SetUpCache
from posapp.storage import deposits as store
from posapp.storage import tender_controls
from posapp.storage.base import Transaction
from posapp.storage.db import Database
from posapp.storage.deposit_controls import load_drawer_money, update_control
from posapp.storage.mentioned_columns import COLUMNS
from posapp.storage.mentions import mention
from posapp.storage.requests import result_of_request

PERSON_WIDTH = 254
_ADD, _SET = DepositAction.ADD_DEPOSIT, DepositAction.SET_DEPOSIT
_DELETE = DepositAction.DELETE_DEPOSIT


class BankDeposits:
    """Use cases of the deposits and settlements of a deposit control."""

    def __init__(self, db: Database, clock: Clock, setup: SetUpCache) -> None:
        self._db = db
        self._setup = setup
        self._changer = DepositChanger(db, clock, setup)

    def show(self, row_id: DepositId, actor: Actor) -> DepositView:
        """A deposit with its notes and coins, and the checks on its slip.

        Raises:
            Refused: ``M-55`` when there is none, ``M-51``.
        """
        actor.require(Right.VIEW)
        actor.require(Right.SEE_EXPECTED)
        with self._db.read() as s:
            return _known(s, row_id)

    def undeposited(
        self, deposit_id: DepositControlId, actor: Actor, *, but: DepositId | None = None
    ) -> tuple[Instrument, ...]:
        """Checks and slips that lie on no deposit slip yet, canceled ones left out (17, P7).

        ``but`` is a deposit that is being changed: its checks are offered too.

        Raises:
            Refused: ``M-55``, ``M-51``.
        """
        actor.require(Right.VIEW)
        actor.require(Right.SEE_EXPECTED)
        with self._db.read() as s:
            known_deposit(s, deposit_id)
            return _free(s, deposit_id, self._setup.current(s), but)

    def add(
        self,
        deposit_id: DepositControlId,
        content: DepositContent,
        request_id: str,
        actor: Actor,
        *,
        confirmed: frozenset[str] = frozenset(),
        seen: int | None = None,
    ) -> Saved[DepositId]:
        """Record a bank deposit or a settlement (TD-01, D-29).

        Raises:
            Refused: as ``decide_deposit`` and ``DepositChanger.run``.
            NeedsConfirmation: ``M-230`` a float would be deposited (TD-03), ``M-200`` more is
                settled of a type than was received in it (D-29).
            Conflict: ``M-30``.
        """
        content = _clean(content)

        def change(s: Transaction, context: DepositContext) -> Changed:
            decided = _decided(s, content, context, confirmed)
            deposit = context.deposit
            row_id = store.insert_deposit(
                s, deposit.id, deposit.currency, decided, by=context.actor.user_id, at=context.now
            )
            update_control(s, deposit.id)
            return Changed(_body(s, row_id), row_id)

        saved = self._changer.run(
            _ADD, deposit_id, request_id, actor, change, content=fingerprint(content), seen=seen
        )
        return Saved(DepositId(saved.value), saved.topics, saved.replayed)

    def change(
        self,
        row_id: DepositId,
        content: DepositContent,
        request_id: str,
        actor: Actor,
        *,
        confirmed: frozenset[str] = frozenset(),
        seen: int | None = None,
    ) -> Saved[DepositId]:
        """Change a deposit or settlement; also while balancing (4.3). ``seen`` is its own version.

        Raises:
            Refused: as ``add``; ``M-55`` when there is none, ``M-50`` when its kind changes.
            NeedsConfirmation: ``M-230``, ``M-200``.
            Conflict: ``M-30``.
        """
        content = _clean(content)
        kept = self._deposit_of(row_id, actor)

        def change(s: Transaction, context: DepositContext) -> Changed:
            now = _current(s, row_id, seen)
            if now.deposit.kind is not content.kind:
                raise Refused("M-50", field="kind", value=content.kind.value, reason="stays")
            decided = _decided(s, content, context, confirmed, but=row_id)
            store.update_deposit(s, now.deposit, decided)
            update_control(s, context.deposit.id)
            return Changed(_body(s, row_id, before=now), row_id)

        said = f"{row_id} {fingerprint(content)}"
        saved = self._changer.run(_SET, kept, request_id, actor, change, content=said)
        return Saved(row_id, saved.topics, saved.replayed)

    def delete(
        self, row_id: DepositId, request_id: str, actor: Actor, *, seen: int | None = None
    ) -> Saved[DepositId]:
        """Take a deposit or settlement away; its checks are free again, an audit row stays.

        Raises:
            Refused: ``M-55``, ``C-08``, ``M-05D`` unless the deposit control is open.
            Conflict: ``M-30``.
        """
        check_request_id(request_id)
        actor.require(Right.DEPOSIT_CONTROL)
        with self._db.read() as s:
            gone = result_of_request(s, request_id, "deposit-control.delete-deposit")
        if gone == row_id:
            return Saved(row_id, frozenset(), replayed=True)
        kept = self._deposit_of(row_id, actor)

        def change(s: Transaction, context: DepositContext) -> Changed:
            now = _current(s, row_id, seen)
            body = _body(s, row_id, before=now)
            store.delete_deposit(s, row_id)
            update_control(s, context.deposit.id)
            rows = {"tender_deposit": [{"id": row_id, "deleted": True}], **_dropped(now, ())}
            return Changed(body | {"rows": rows}, row_id)

        saved = self._changer.run(_DELETE, kept, request_id, actor, change, content=str(row_id))
        return Saved(row_id, saved.topics, saved.replayed)

    def _deposit_of(self, row_id: DepositId, actor: Actor) -> DepositControlId:
        actor.require(Right.DEPOSIT_CONTROL)
        with self._db.read() as s:
            return _known(s, row_id).deposit.deposit_control_id


def _clean(content: DepositContent) -> DepositContent:
    width = REFERENCE_WIDTH
    return replace(
        content,
        tender_type=clean_text(content.tender_type, "tender_type", 4),
        reference_id=clean_text(content.reference_id, "reference_id", width),
        bank=clean_text(content.bank, "bank", 5),
        bank_account=clean_text(content.bank_account, "bank_account", 8),
        prepared_by=clean_text(content.prepared_by, "prepared_by", PERSON_WIDTH),
        carried_by=clean_text(content.carried_by, "carried_by", PERSON_WIDTH),
        bag_number=clean_text(content.bag_number, "bag_number", width),
    )


def _known(s: Transaction, row_id: DepositId) -> DepositView:
    found = store.load_deposit(s, row_id)
    if found is None:
        raise Refused("M-55", field="tender_deposit", value=row_id)
    return found


def _free(
    s: Transaction, deposit_id: DepositControlId, setup: SetUp, but: DepositId | None
) -> tuple[Instrument, ...]:
    found = store.undeposited(s, deposit_id, but=but)
    return tuple(one for one in found if is_instrument(setup.tender_types[one.tender_type], setup))


def _current(s: Transaction, row_id: DepositId, seen: int | None) -> DepositView:
    now = _known(s, row_id)
    check_seen(seen, now.deposit.version)
    return now


def _decided(
    s: Transaction,
    content: DepositContent,
    context: DepositContext,
    confirmed: frozenset[str],
    but: DepositId | None = None,
) -> DepositContent:
    """The deposit with its defaults, or the questions that it brings."""
    deposit, setup = context.deposit, context.setup
    controls = tender_controls.load_controls_of_deposit(s, deposit.id)
    money = load_drawer_money(s, controls)
    others = [one for one in store.load_deposits(s, deposit.id) if one.deposit.id != but]
    facts = DepositFacts(
        deposit=deposit,
        source=setup.tender_sources[controls[0].tender_source] if controls else None,
        free={one.tender_id: one for one in _free(s, deposit.id, setup, but)},
        others=total(one.deposit.amount for one in others),
        receipts=total(one.received for one in money),
        by_type=_by_type(
            (code, received_of(moved)) for one in money for code, moved in one.movements.items()
        ),
        settled=_by_type(
            (one.deposit.tender_type or "", one.deposit.amount)
            for one in others
            if one.deposit.kind is DepositKind.SETTLEMENT
        ),
        today=context.today,
        setup=setup,
    )
    decided, concerns = decide_deposit(content, facts)
    asked = tuple(one for one in concerns if one.code not in confirmed)
    if asked:
        raise NeedsConfirmation(asked)
    return decided


def _by_type(amounts: Iterable[tuple[str, Money]]) -> dict[str, Money]:
    found: dict[str, Money] = {}
    for code, amount in amounts:
        found[code] = found.get(code, ZERO) + amount
    return found


def _body(s: Transaction, row_id: DepositId, before: DepositView | None = None) -> dict[str, Any]:
    """What the audit keeps of a deposit: its row, and which checks lie on its slip."""
    view = _known(s, row_id)
    row = {name: getattr(view.deposit, name) for name in COLUMNS["tender_deposit"]}
    on_slip = tuple(one.tender_id for one in view.instruments)
    rows = {"tender_deposit": mention("tender_deposit", [row])}
    slip = [{"tender_id": one, "deposit_id": row_id} for one in on_slip]
    slip += _dropped(before, on_slip).get("deposit_tender", []) if before is not None else []
    if slip:
        rows["deposit_tender"] = slip
    counted = [[item.value, item.coin, quantity] for item, quantity in view.counted]
    return {"tender_deposit": row_id, "counted": counted, "rows": rows}


def _dropped(before: DepositView, kept: tuple[int, ...]) -> dict[str, list[dict[str, Any]]]:
    """Mentions of the checks that left a slip."""
    gone = [one.tender_id for one in before.instruments if one.tender_id not in kept]
    found = [{"tender_id": one, "deleted": True} for one in gone]
    return {"deposit_tender": found} if found else {}
