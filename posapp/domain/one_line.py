"""A payment said in one line: ``4512 ca 100 ck 84.20 #1043`` (pains 5.8).

First the number of an account, item, bill or agreement, then each tender: a word for its type, its
amount, and ``#`` with a check number where it needs one. Amounts are integer minor units of the
account's currency. Pure: the text becomes tenders, tenders and debt become payment and change.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from posapp.domain.accounts import AccountCard
from posapp.domain.cash_back import Handed
from posapp.domain.cash_rounding import settled
from posapp.domain.codes import MatchKind
from posapp.domain.ids import ControlId
from posapp.domain.money import ZERO, Money, shortened, total
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from posapp.domain.setup import SetUp, TenderType
from posapp.domain.texts import clean_tender
from posapp.errors import Refused

MOST_WORDS: Final = 40
"""A longer text is no line; nobody hands over more tenders than that at once."""
LONGEST: Final = 200
_SHORTEST_PREFIX: Final = 2

AmountOf = Callable[[str], Money]
"""Reads an amount as it is typed; raises ``Refused`` for what is none."""


@dataclass(frozen=True, slots=True)
class SplitLine:
    """A text that has the shape of a line: what is paid, and the words of the tenders."""

    number: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TenderWords:
    """What a word in a line may mean.

    Attributes:
        types: tender types by code.
        own: code by the word that the set-up gives it, in capital letters.
    """

    types: Mapping[str, TenderType]
    own: Mapping[str, str]

    def type_of(self, word: str) -> TenderType:
        """The type that a word names: by the set-up, by its code, or as the only beginning.

        Raises:
            Refused: ``M-173`` none, ``M-174`` several, ``M-178`` one that needs the dialog.
        """
        wanted = word.upper()
        code = self.own.get(wanted, wanted)
        found = self.types.get(code)
        if found is None or not _is_offered(found):
            found = self._by_beginning(word)
        for needs, reason in (
            (found.generate_auto_pay, "needs a bank account and a date"),
            (found.requires_authorization, "needs an authorization"),
        ):
            if needs:
                said = f"{found.description} {reason}"
                raise Refused("M-178", field="search", reason=said)
        return found

    def reading(self, typed: str, offered: Collection[str]) -> str:
        """The code that letters typed into a cell stand for so far; empty for none.

        The same table as in one line: the set-up's word, the code, then what begins so. What counts
        as cash wins where several begin alike, as it is most of what is taken.
        """
        wanted = typed.upper()
        for code in (self.own.get(wanted, ""), wanted):
            if code in offered and code in self.types:
                return code
        kinds = [self.types[code] for code in offered if code in self.types]
        words = {code for word, code in self.own.items() if word.startswith(wanted)}
        fits = [one for one in kinds if one.code in words or _is_called(one, wanted)]
        fits = fits or [one for one in kinds if _begins(one, wanted)]
        return min(fits, key=lambda one: not one.like_cash).code if wanted and fits else ""

    def _by_beginning(self, word: str) -> TenderType:
        wanted = word.upper()
        offered = [one for one in self.types.values() if _is_offered(one)]
        # What is called so comes before what has such a word somewhere in its name.
        fits = [one for one in offered if _is_called(one, wanted)]
        fits = fits or [one for one in offered if _begins(one, wanted)]
        cash = [one for one in fits if one.like_cash]
        fits = cash if len(cash) == 1 and _is_called(cash[0], wanted) else fits
        if len(wanted) >= _SHORTEST_PREFIX and len(fits) == 1:
            return fits[0]
        if fits:
            known = ", ".join(_named(one) for one in fits)
            raise Refused("M-174", field="search", value=shortened(word), known=known)
        known = ", ".join(self._known(offered))
        raise Refused("M-173", field="search", value=shortened(word), known=known)

    def _known(self, offered: Sequence[TenderType]) -> list[str]:
        """The words that are worth learning: those of the set-up, else the codes."""
        own = [
            f"{word.lower()} {self.types[code].description}"
            for word, code in self.own.items()
            if code in self.types and _is_offered(self.types[code])
        ]
        return own or [_named(one) for one in offered]


@dataclass(frozen=True, slots=True)
class LineView:
    """What a line would do, shown before Enter posts it.

    Attributes:
        text: the line as typed.
        card: the account that pays and is paid.
        paid_for: what is paid, in words; empty for the account as a whole.
        match: match type and value that restrict the payment; both empty for none.
        due: what is owed on it.
        tenders: what is handed over.
        payment: what is paid.
        change: what is given back.
        refused: why it cannot be posted.
        rounding: what cash is rounded by (D-20).
    """

    text: str
    card: AccountCard
    paid_for: str
    match: tuple[str, str]
    due: Money
    tenders: tuple[TenderDraft, ...] = ()
    payment: Money = ZERO
    change: Money = ZERO
    refused: Refused | None = None
    rounding: Money = ZERO

    def command(
        self,
        request_id: str,
        control_id: ControlId | None = None,
        confirmed: frozenset[str] = frozenset(),
    ) -> AddEvent:
        """The command that it stands for; distribute and freeze, as the add dialog does."""
        account = self.card.account.id
        return AddEvent(
            request_id=request_id,
            payor=account,
            tenders=self.tenders,
            payments=(PaymentDraft(account, self.payment, *self.match),),
            control_id=control_id,
            confirmed=confirmed,
        )


def split_line(text: str) -> SplitLine | None:
    """A text as a line, ``None`` where it has not its shape: numbers, then a word of letters only.

    A number may be written in groups. Whether the number names something and the words are tender
    types is seen later, for an address such as ``118 elm st`` has the same shape.
    """
    words = text.split() if len(text) <= LONGEST else []
    if len(words) > MOST_WORDS:
        return None
    at = next((at for at, word in enumerate(words) if word.isalpha()), 0)
    head = words[:at]
    if not head or not all(any(sign.isdigit() for sign in word) for word in head):
        return None
    return SplitLine(" ".join(head), tuple(words[at:]))


def tenders_of(
    words: Sequence[str], known: TenderWords, amount_of: AmountOf
) -> tuple[TenderDraft, ...]:
    """The tenders that words say.

    Raises:
        Refused: naming the word: ``M-173``, ``M-174``, ``M-178`` as ``TenderWords.type_of``,
            ``M-175`` no amount follows, ``M-176`` out of place, ``M-50``, ``M-58`` a check number
            that is none, and what ``amount_of`` refuses.
    """
    made: list[TenderDraft] = []
    left = list(words)
    while left:
        word = left.pop(0)
        if word.startswith("#"):
            # "# 1043" is as good as "#1043".
            number = word[1:] or (left.pop(0) if left else "")
            if not made or made[-1].check_number or not number:
                raise Refused("M-176", field="search", value=shortened(word))
            made[-1] = clean_tender(replace(made[-1], check_number=number))
            continue
        if not word.isalpha():
            raise Refused("M-176", field="search", value=shortened(word))
        kind = known.type_of(word)
        if not left or not _is_amount_like(left[0]):
            raise Refused("M-175", field="search", value=shortened(word))
        made.append(TenderDraft(kind.code, amount_of(left.pop(0))))
    return tuple(made)


def with_sums(view: LineView, setup: SetUp) -> LineView:
    """The line with what is paid and given back: never more than is owed, the rest is change (D-01).

    Raises:
        Refused: ``M-02`` an amount that is none, ``M-63`` no check number, ``M-07`` no change is
            given for such tenders, ``M-282`` cash in other steps, ``M-177`` nothing is owed, ``M-178`` the remitter must be named.
    """
    types, currency = setup.tender_types, view.card.account.currency
    cash = setup.installation.starting_balance_tender_type
    for tender in view.tenders:
        kind = types[tender.tender_type]
        if tender.amount <= ZERO:
            raise Refused("M-02", field="amount_tendered", value=tender.amount, currency=currency)
        if kind.requires_check_number and not tender.check_number:
            raise Refused("M-63", field="check_number", tender_type=kind.description)
    if view.card.non_cis:
        raise Refused("M-178", field="search", reason="the remitter must be named (NC-2)")
    if view.due <= ZERO:
        raise Refused("M-177", field="search", value=view.paid_for or view.card.account.name)
    handed = [
        Handed(types[one.tender_type], one.amount, one.tender_type == cash) for one in view.tenders
    ]
    # Rounded cash pays the whole of what is owed, and nothing else is rounded (D-20).
    payment = min(total(one.amount for one in handed), view.due)
    whole = settled(handed, view.due, setup.currencies[currency])
    if total(whole.amounts) + whole.rounding >= view.due:
        payment = view.due
    found = settled(handed, payment, setup.currencies[currency])
    return replace(view, payment=payment, change=found.change, rounding=found.rounding)


def latest_match(card: AccountCard, setup: SetUp) -> tuple[str, str]:
    """The latest bill, where the account must name what it pays (AD-3, OI-1)."""
    kinds = setup.match_types.values()
    codes = [one.code for one in kinds if one.active and one.kind is MatchKind.BILL]
    bill = card.latest_bill
    if bill is None or not (card.match_required and bill.unmatched and codes):
        return ("", "")
    return (codes[0], bill.number)


def _is_offered(kind: TenderType) -> bool:
    return kind.active and not kind.system_only


def _is_called(kind: TenderType, wanted: str) -> bool:
    return kind.code.startswith(wanted) or kind.description.upper().startswith(wanted)


def _begins(kind: TenderType, wanted: str) -> bool:
    return any(word.startswith(wanted) for word in kind.description.upper().split())


def _named(kind: TenderType) -> str:
    return f"{kind.description} ({kind.code.lower()})"


def _is_amount_like(word: str) -> bool:
    return any(sign.isdigit() for sign in word) and not word.startswith("#")
