"""A conversion in words: both amounts and the rate, the same wherever they are shown (AC-11)."""

from posapp.domain.converter import Conversion, RateQuote
from posapp.i18n import _
from posapp.ui.formats import Formats


def conversion_words(conversion: Conversion, formats: Formats) -> str:
    """What was handed over and at which rate: *€50.00 at 1.10*."""
    says = _("{amount} at {rate}")
    amount = formats.money(conversion.amount, conversion.currency)
    return says.format(amount=amount, rate=conversion.quote.rate.text)


def rate_words(source: str, home: str, quote: RateQuote, formats: Formats) -> str:
    """The rate as it was quoted, with its day: *1 EUR = 1.10 USD, rate of 2026-11-18*."""
    one, other = (home, source) if quote.rate.inverted else (source, home)
    says = _("1 {one} = {rate} {other}, rate of {day}")
    return says.format(
        one=one, rate=f"{quote.rate.quoted:f}", other=other, day=formats.date(quote.day)
    )
