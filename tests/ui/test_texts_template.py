"""Every text reaches its translators (use 10)."""

from posapp.domain.messages import CATALOGUE
from tests.helpers.make_template import TEMPLATE, is_text, template


def test_use_10_the_template_holds_every_text() -> None:
    assert TEMPLATE.read_bytes() == template(), "run: python -m tests.helpers.make_template"


def test_use_10_tables_of_texts_are_in_it_and_names_are_not() -> None:
    known = TEMPLATE.read_text("utf-8").replace('"\n"', "")
    first = next(iter(CATALOGUE.values())).text
    for text in (first, "&Take payment", "Wrong &account", "Payment(s)"):
        assert f'msgid "{text}"' in known
    assert not is_text("payment_date")
    assert not is_text("CASH")
