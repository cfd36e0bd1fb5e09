"""Languages, number and date styles as choices that show what they look like (rule of use 10)."""

from datetime import date
from typing import Final

from posapp.domain.money import Currency, Money
from posapp.i18n import ISO, _, format_date, format_number_money
from posapp.settings import Setting
from posapp.ui.widgets.choice_box import Choice

_NAMES: Final = {
    "en": "English",
    "en_US": "English (United States)",
    "en_GB": "English (United Kingdom)",
    "en_CA": "English (Canada)",
    "en_IN": "English (India)",
    "de_DE": "Deutsch (Deutschland)",
    "de_CH": "Deutsch (Schweiz)",
    "es_ES": "Espa\u00f1ol (Espa\u00f1a)",
    "es_MX": "Espa\u00f1ol (M\u00e9xico)",
    "fr_FR": "Fran\u00e7ais (France)",
    "fr_CA": "Fran\u00e7ais (Canada)",
    "it_IT": "Italiano (Italia)",
    "nl_NL": "Nederlands (Nederland)",
    "pl_PL": "Polski (Polska)",
    "pt_BR": "Portugu\u00eas (Brasil)",
    "sv_SE": "Svenska (Sverige)",
}
_SHOWN: Final = Currency("USD", 2, "$")
_AMOUNT: Final = Money(123456)
_DAY: Final = date(2026, 11, 21)


def locale_choices(about: Setting, value: str) -> list[Choice]:
    """What a setting of shape ``locale`` or ``date_style`` can be; ``value`` is always among it."""
    if about.name.endswith("language"):
        # The texts are there in English; a language that was set by hand stays.
        return [Choice(code, _NAMES.get(code, code)) for code in dict.fromkeys(("en", value))]
    codes = dict.fromkeys((*(code for code in _NAMES if "_" in code), value))
    if about.shape == "date_style":
        iso = Choice(ISO, _("{sample} (ISO)").format(sample=format_date(_DAY, ISO)))
        return [iso, *(Choice(one, _dated(one)) for one in codes if one != ISO)]
    return [Choice(one, _numbered(one)) for one in codes]


def _dated(code: str) -> str:
    return f"{format_date(_DAY, code)} \u00b7 {_NAMES.get(code, code)}"


def _numbered(code: str) -> str:
    number = format_number_money(_AMOUNT, _SHOWN, locale=code)
    return f"{number} \u00b7 {_NAMES.get(code, code)}"
