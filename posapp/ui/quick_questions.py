"""What rows of Quick Add ask before they are taken, in words: one sentence for a kind of question.

Who pastes two hundred rows reads *88 rows exceed what is owed*, not 88 sentences; what is asked of
one row stands at that row (QA-3, OP-6, D-22).
"""

from collections.abc import Sequence
from typing import Final

from posapp.domain.money import Money, total
from posapp.domain.quick_add import RowResult
from posapp.errors import Concern
from posapp.i18n import _, plural
from posapp.ui.formats import Formats
from posapp.ui.texts import Texts

_NAMED: Final = 12
# What a concern is about, by its code; those without amount name none.
_AMOUNTS: Final = {"M-39": "excess", "M-40": "amount", "M-69": "amount", "M-148": "amount"}


def questions_of(rows: Sequence[RowResult], texts: Texts, formats: Formats) -> list[str]:
    """One sentence for each kind of question, with the rows it is about or how many they are."""
    kinds: dict[str, list[tuple[RowResult, Concern]]] = {}
    for row in rows:
        for concern in row.concerns:
            kinds.setdefault(concern.code, []).append((row, concern))
    return [_of_kind(code, of, texts, formats) for code, of in kinds.items()]


def rows_words(lines: Sequence[int]) -> str:
    """Numbers of rows, the first ones by name."""
    named = ", ".join(str(line) for line in lines[:_NAMED])
    rest = len(lines) - _NAMED
    if rest > 0:
        named = _("{rows} and {n} more").format(rows=named, n=rest)
    return plural("Row {rows}", "Rows {rows}", len(lines)).format(rows=named)


def _of_kind(
    code: str, asked: Sequence[tuple[RowResult, Concern]], texts: Texts, formats: Formats
) -> str:
    """The whole sentence where all rows ask the same, else how many rows ask alike."""
    lines = list(dict.fromkeys(row.line for row, _concern in asked))
    sentences = list(dict.fromkeys(texts.concern(concern) for _row, concern in asked))
    if len(sentences) == 1:
        return f"{rows_words(lines)}: {sentences[0]}"
    words = _words(code, len(lines))
    if not words:
        return f"{rows_words(lines)}: {sentences[0]} \u2026"
    return words.format(n=formats.count(len(lines)), amount=_sum(code, asked, formats))


def _words(code: str, n: int) -> str:
    """A kind of question about several rows; empty for one that has no words of its own."""
    words = {
        "M-39": plural(
            "{n} row exceeds what is owed, {amount} in total: keep as credit?",
            "{n} rows exceed what is owed, {amount} in total: keep as credit?",
            n,
        ),
        "M-40": plural(
            "{n} row may be a duplicate, {amount} in total: take it?",
            "{n} rows may be duplicates, {amount} in total: take them?",
            n,
        ),
        "M-148": plural(
            "{n} row says the same as another: take all?",
            "{n} rows say the same as others: take all?",
            n,
        ),
        "M-06W": plural(
            "{n} row of a cash-only account is not cash: accept it?",
            "{n} rows of cash-only accounts are not cash: accept them?",
            n,
        ),
        "M-31": plural(
            "{n} row has a check that exists: take it?",
            "{n} rows have checks that exist: take them?",
            n,
        ),
        "M-69": plural(
            "{n} row pays an account with {amount} not frozen yet: take more?",
            "{n} rows pay accounts with {amount} not frozen yet: take more?",
            n,
        ),
    }
    return words.get(code, "")


def _sum(code: str, asked: Sequence[tuple[RowResult, Concern]], formats: Formats) -> str:
    """The amounts of a kind of question; rows of one event share theirs, which counts once."""
    name = _AMOUNTS.get(code, "")
    each = {id(concern): concern.fields for _row, concern in asked}.values()
    amounts = [fields[name] for fields in each if isinstance(fields.get(name), Money)]
    currency = next((str(fields["currency"]) for fields in each if "currency" in fields), "")
    return formats.money(total(amounts), currency) if currency else ""
