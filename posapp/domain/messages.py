"""Message catalogue: code -> severity and English sentence with named fields.

E refuse, W warn and let the user confirm, I information, P stored on the payment (status Error).
Codes M-01..M-41 follow payments 23 and D-42; M-50 and up are ours, for input and access. The C
codes of controls 20.2 that are not aliases (D-42) keep their number.
"""

from collections.abc import Mapping
from typing import Any, Final

from posapp.domain.autopay_messages import AUTOPAY_MESSAGES
from posapp.domain.card_numbers import without_cards
from posapp.domain.credit_messages import CREDIT_MESSAGES
from posapp.domain.database_messages import DATABASE_MESSAGES
from posapp.domain.drawer_messages import DRAWER_MESSAGES
from posapp.domain.input_messages import INPUT_MESSAGES
from posapp.domain.item_messages import ITEM_MESSAGES
from posapp.domain.mail_messages import MAIL_MESSAGES
from posapp.domain.matching_messages import MATCHING_MESSAGES
from posapp.domain.message import Message
from posapp.domain.money import Currency, Money
from posapp.domain.payment_messages import PAYMENT_MESSAGES
from posapp.domain.proof_messages import PROOF_MESSAGES
from posapp.domain.quick_add_messages import QUICK_ADD_MESSAGES
from posapp.domain.rights import right_in_words

CATALOGUE: Final[Mapping[str, Message]] = {
    **PAYMENT_MESSAGES,
    **MATCHING_MESSAGES,
    **QUICK_ADD_MESSAGES,
    **AUTOPAY_MESSAGES,
    **INPUT_MESSAGES,
    **DRAWER_MESSAGES,
    **MAIL_MESSAGES,
    **ITEM_MESSAGES,
    **CREDIT_MESSAGES,
    **PROOF_MESSAGES,
    **DATABASE_MESSAGES,
}


# Labels that are not the field's name in other letters.
FIELD_LABELS: Final[Mapping[str, str]] = {"non_cis_name": "Non CIS Name"}


def sentence(code: str, fields: Mapping[str, Any]) -> str:
    """The English sentence of a code with its fields filled in.

    Missing fields show as ``?``: a sentence with a hole beats a crash while reporting an error.
    """
    return CATALOGUE[code].text.format_map(_Fields(fields))


def stored_sentence(code: str | None, fields: Mapping[str, Any], currency: Currency) -> str:
    """The sentence stored beside the status Error, so that it reads the same for ever (PY-1).

    Amounts are worded with the event's currency; no code gives no words.
    """
    if code is None:
        return ""
    shown = {
        name: f"{currency.code} {currency.text(value)}" if isinstance(value, Money) else value
        for name, value in fields.items()
    }
    return sentence(code, shown)


class _Fields(dict[str, Any]):
    """Fields of a sentence; an unknown name gives a question mark."""

    def __init__(self, fields: Mapping[str, Any]) -> None:
        super().__init__(without_cards(fields))
        if "right" in self:
            self["right"] = right_in_words(str(self["right"]))
        needed = self.get("needed", "")
        if not isinstance(needed, str):
            self["needed"] = " or ".join(needed)

    def __missing__(self, key: str) -> str:
        return "?"
