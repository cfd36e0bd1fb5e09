"""What one row of Quick Add names, shown beside it as it is left (payments 10.2, 11)."""

from posapp.domain.accounts import Account, account_is_cash_only
from posapp.domain.ids import short_id
from posapp.domain.money import total
from posapp.domain.quick_add import QuickKind, QuickLine, RowFound
from posapp.domain.quick_rows import Refusal, blamed
from posapp.errors import Refused
from posapp.services.quick_reading import (
    Desk,
    accounts_of,
    match_of,
    owner_account,
    owners_of,
    read_rows,
    rule_of,
)
from posapp.storage.agreements import load_debts
from posapp.storage.distribution_rules import load_named

_LINE = 1


def found(desk: Desk, kind: QuickKind, row: QuickLine) -> RowFound:
    """Who pays and what is paid; amount and tender may still be missing.

    Raises:
        Refused: with the row's own field in ``fields["field"]``.
    """
    owners = owners_of(desk, kind, {_LINE: row})
    accounts = accounts_of(desk, owners.values())
    try:
        account = owner_account(desk, row, owners[_LINE], accounts)
        described = _described(desk, kind, row, account)
    except Refused as error:
        raise as_refused(blamed(error, kind)) from error
    debts = load_debts(desk.s, [account.id], desk.setup)[account.id]
    return RowFound(
        payor=account.id,
        account_number=short_id(account.id),
        name=account.name,
        balance=total(debt.current_balance for debt in debts),
        currency=account.currency,
        cash_only=account_is_cash_only(account, desk.setup),
        match_description=described,
    )


def checked(desk: Desk, kind: QuickKind, row: QuickLine) -> RowFound:
    """The same for a whole row, with everything that can be known before it is taken.

    Raises:
        Refused: with the row's own field; ``M-06`` where its account must pay in cash (QA-14).
    """
    one = found(desk, kind, row)
    reading = read_rows(desk, kind, {_LINE: row})
    for _, refusal in reading.refused:
        raise as_refused(refusal)
    for entry in reading.entries:
        tender_type = desk.setup.tender_types[entry.tender.tender_type]
        if kind is QuickKind.ACCOUNTS and one.cash_only and not tender_type.like_cash:
            raise Refused(
                "M-06",
                field="tender_type",
                account=one.name,
                tender_type=tender_type.description,
            )
    return one


def as_refused(refusal: Refusal) -> Refused:
    """The error of a refusal."""
    return Refused(refusal.code, **{**refusal.fields, "field": refusal.field})


def _described(desk: Desk, kind: QuickKind, row: QuickLine, account: Account) -> str:
    """What is paid, in words."""
    if kind is QuickKind.ACCOUNTS:
        match_type, value = match_of(desk, row, account)
        known = desk.setup.match_types.get(match_type)
        return f"{match_type if known is None else known.description} {value}".strip()
    rule = rule_of(desk, row)
    named = load_named(desk.s, rule.value_type, row.value, desk.setup, owed=False)
    if named is None:
        return rule.description
    words = f"{rule.label} {named.value}"
    own = named.description not in {"", account.name}
    return f"{words}, {named.description}" if own else words
