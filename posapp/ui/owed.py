"""What is owed, as lines of the account page: one for each agreement, items of a kind together."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from posapp.domain.accounts import AccountCard
from posapp.domain.codes import AgreementStatus, ItemState, PaymentStatus
from posapp.domain.debts import AgreementDebt
from posapp.domain.ids import AgreementId, short_id
from posapp.domain.money import ZERO, Money, total
from posapp.domain.setup import SetUp
from posapp.i18n import _, plural
from posapp.ui.formats import grouped
from posapp.ui.tokens import Tone
from posapp.ui.words import Word, word


@dataclass(frozen=True, slots=True)
class OwedLine:
    """An agreement with its debt; ``agreement_id`` is ``None`` where items stand together.

    ``age`` is days since the oldest unpaid part fell due, negative before that day.
    """

    agreement_id: AgreementId | None
    words: str
    kind: str
    age: int | None
    current: Money
    payoff: Money
    status: AgreementStatus | None


def owed_lines(card: AccountCard, setup: SetUp) -> tuple[OwedLine, ...]:
    """Lines of the card, what is owed first; the items of a kind are one line.

    Else the order is that of its agreements. Items have a list of their own; a hundred summonses would bury the one agreement beside them.
    """
    listed = {item.agreement_id for item in card.items}
    lines: list[OwedLine] = []
    together: dict[str, list[AgreementDebt]] = {}
    for debt in card.debts:
        if debt.item_kind and debt.agreement_id in listed:
            together.setdefault(debt.sa_type, []).append(debt)
        else:
            lines.append(_line(debt, setup, card.today))
    lines += [_items_line(code, debts, setup, card.today) for code, debts in together.items()]
    return tuple(sorted(lines, key=lambda line: line.current <= ZERO))


def age_words(line: OwedLine) -> str:
    """Debt age: *61 days*, *due today*, *due in 5 days*, a dash without dated debt."""
    if line.age is None:
        return "\u2014"
    if line.age == 0:
        return _("due today")
    if line.age < 0:
        return plural("due in {n} day", "due in {n} days", -line.age).format(n=-line.age)
    return plural("{n} day", "{n} days", line.age).format(n=line.age)


def item_state(state: ItemState, due: Money | None) -> Word:
    """State of an item in words; an item without money never had any (IT-4)."""
    if due is None:
        return Word(_("No amount"), Tone.GREY)
    return word(state)


def payment_state(status: str, reason: str) -> str:
    """Status of a payment in words with the reason of its cancellation."""
    found = _status(status)
    return f"{found.text} \u00b7 {reason}" if reason else found.text


def payment_tone(status: str) -> Tone:
    """Colour of a payment's status."""
    return _status(status).tone


def _status(status: str) -> Word:
    return word(PaymentStatus(status))


def _line(debt: AgreementDebt, setup: SetUp, today: date) -> OwedLine:
    kind = setup.sa_types[debt.sa_type]
    number = grouped(short_id(debt.agreement_id))
    words = " \u00b7 ".join(part for part in (number, kind.description, debt.service) if part)
    return OwedLine(
        debt.agreement_id,
        words,
        debt.sa_type,
        debt.age(today),
        debt.current_balance,
        debt.payoff_balance,
        debt.status,
    )


def _items_line(code: str, debts: list[AgreementDebt], setup: SetUp, today: date) -> OwedLine:
    count = plural("{n} item", "{n} items", len(debts)).format(n=len(debts))
    return OwedLine(
        None,
        f"{setup.sa_types[code].description} \u00b7 {count}",
        code,
        _oldest(debt.age(today) for debt in debts),
        total(debt.current_balance for debt in debts),
        total(debt.payoff_balance for debt in debts),
        None,
    )


def _oldest(ages: Iterable[int | None]) -> int | None:
    return max((age for age in ages if age is not None), default=None)
