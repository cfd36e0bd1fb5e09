"""Rows of Quick Add in hand as text and back, without what must not be stored (D-21, R13)."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from posapp.domain.ids import ControlId, new_request_id
from posapp.domain.money import Money
from posapp.domain.quick_add import QuickHeader, QuickKind, QuickLine
from posapp.domain.quick_drafts import MOST_KEPT, QuickDraft, from_text, to_text
from tests.helpers.every import every

HEADER = QuickHeader(QuickKind.RULES, ControlId(7), date(2026, 11, 20), 2, Money(3000))
NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)


def test_d21_rows_read_back_as_they_were() -> None:
    rows = (QuickLine("a", "ACCT", "8841", name="für Müller"), QuickLine("b", amount="12x"))
    draft = QuickDraft(new_request_id(), HEADER, rows, NOW)
    assert from_text(draft.request_id, to_text(draft), draft.kept_at) == draft
    bare = replace(draft, header=QuickHeader(QuickKind.ACCOUNTS))
    assert from_text(bare.request_id, to_text(bare), bare.kept_at) == bare


@every("text", ["{}", '{"kind": "RULES"}', '{"kind": 1}'])
def test_a_text_that_is_no_draft_is_an_error(text: str) -> None:
    with pytest.raises(ValueError, match=r"Quick Add|valid"):
        from_text(new_request_id(), text, NOW)


def test_r13_what_must_not_be_stored_lies_in_no_draft() -> None:
    rows = (QuickLine("a", micr="123456789012", customer_id="4111 1111 1111 1111"),)
    text = to_text(QuickDraft(new_request_id(), HEADER, rows, NOW))
    assert "4111" not in text
    assert "12345678" not in text
    assert from_text("a", text, NOW).rows[0].micr == "9012"


def test_more_rows_than_anybody_types_come_from_a_file() -> None:
    rows = (QuickLine("a", value="1"),) * (MOST_KEPT + 1)
    text = to_text(QuickDraft(new_request_id(), HEADER, rows, NOW))
    assert len(from_text("a", text, NOW).rows) == MOST_KEPT
