"""The work of distribution rules: values looked up, details and their payments written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from posapp.domain.accounts import Account
from posapp.domain.distribution import DistributionFailed
from posapp.domain.distribution_rule import ValueType
from posapp.domain.distribution_rules import (
    MOST_OF_VALUE,
    Detail,
    DetailDraft,
    Remitter,
    Surroundings,
    check_amount,
    in_turn,
    payments_of,
    unknown_value,
)
from posapp.domain.ids import AccountId, PaymentId
from posapp.domain.payment_edits import check_draft
from posapp.domain.payment_events import PaymentDraft
from posapp.domain.setup import SetUp
from posapp.domain.templates import kept_lines, lines_of
from posapp.domain.texts import clean_payment, clean_text
from posapp.errors import Refused
from posapp.services.event_change import ChangeContext
from posapp.services.held_items import refuse_held
from posapp.services.rule_values import checked_value, surroundings, with_payor
from posapp.storage.accounts import load_accounts
from posapp.storage.base import Transaction
from posapp.storage.distribution_rules import insert_details, load_named
from posapp.storage.event_writes import Stamp
from posapp.storage.freezing import record_failure
from posapp.storage.payment_edits import insert_payment


def resolve_details(
    s: Transaction,
    drafts: Sequence[DetailDraft],
    currency: str,
    setup: SetUp,
    *,
    owed: bool = True,
    known: Mapping[AccountId, Account] | None = None,
) -> tuple[Detail, ...]:
    """Details with what their values name, and what the ones before them leave due of it.

    Without ``owed`` what is due is read only where a rule asks for it. ``known`` accounts were read
    in this transaction already.

    Raises:
        Refused: ``M-55`` for a rule that the set-up has not, ``M-50`` for one that is not active,
            ``M-38`` for a value that names nothing (DR-5), ``M-02``, ``M-50`` for an amount (DR-6),
            ``M-150`` when an algorithm of a third party cannot be used.
    """
    around = surroundings(s, currency, setup)
    names = {account_id: account.name for account_id, account in (known or {}).items()}
    details = [_resolved(s, draft, around, setup, names, owed=owed) for draft in drafts]
    return in_turn(details, around)


def accounts_of(details: Sequence[Detail]) -> tuple[AccountId, ...]:
    """Accounts that details name, pay or are paid by, each once."""
    found: list[AccountId | None] = []
    for detail in details:
        paid = (one.account_id for one in payments_of(detail))
        found += [detail.named.account_id, detail.paid_by, *paid]
    return tuple(dict.fromkeys(one for one in found if one is not None))


def drafts_of(
    details: Sequence[Detail], remitter: Remitter, s: Transaction, context: ChangeContext
) -> tuple[tuple[int, PaymentDraft], ...]:
    """The payments that details make in an event, each with the place of its detail (DR-3, NC-7).

    Raises:
        Refused: as adding a payment does.
    """
    accounts = load_accounts(s, accounts_of(details), context.today, context.setup)
    made = drafts_made(details, remitter, accounts, context.event.currency, context.setup)
    return tuple((one.place, one.draft) for one in made)


@dataclass(frozen=True, slots=True)
class DraftMade:
    """A payment that a detail makes, with its place; ``failed`` is what it stores (M-18)."""

    place: int
    draft: PaymentDraft
    failed: DistributionFailed | None = None


def drafts_made(
    details: Sequence[Detail],
    remitter: Remitter,
    accounts: Mapping[AccountId, Account],
    currency: str,
    setup: SetUp,
) -> tuple[DraftMade, ...]:
    """The payments that details make, wherever they go (DR-3, NC-7).

    ``accounts`` are those of the details (``accounts_of``).

    Raises:
        Refused: as adding a payment does.
    """
    made: list[DraftMade] = []
    for place, detail in enumerate(details):
        for one in payments_of(detail):
            account = accounts[one.account_id]
            draft = PaymentDraft(one.account_id, one.amount, one.match_type, one.match_value)
            if setup.customer_classes[account.customer_class].non_cis:
                draft = replace(
                    draft,
                    non_cis_name=remitter.non_cis_name,
                    reference=remitter.reference,
                    comments=remitter.comments,
                )
            if detail.rule.value_type is ValueType.TEMPLATE:
                template = setup.templates[detail.named.value]
                lines = kept_lines(lines_of(template, one.amount))
                draft = replace(draft, template=template.code, lines=lines)
            clean = clean_payment(draft)
            check_draft(clean, account, currency, setup)
            made.append(DraftMade(place, clean, one.failed))
    return tuple(made)


def record_details(
    s: Transaction,
    details: Sequence[Detail],
    drafts: Sequence[tuple[int, PaymentDraft]],
    context: ChangeContext,
) -> tuple[PaymentId, ...]:
    """Write details with their payments, Incomplete or in Error (DR-1, M-18)."""
    event, setup = context.event, context.setup
    refuse_held(s, [draft for _, draft in drafts], setup)
    ids = insert_details(s, event.id, details)
    stamp = Stamp(context.now, context.actor.user_id)
    made: list[PaymentId] = []
    for place, draft in drafts:
        payment_id = insert_payment(s, event.id, draft, stamp, ids[place])
        made.append(payment_id)
        for one in payments_of(details[place]):
            if one.failed is not None:
                record_failure(s, payment_id, one.failed, setup.currencies[event.currency])
    return tuple(made)


def _resolved(
    s: Transaction,
    draft: DetailDraft,
    around: Surroundings,
    setup: SetUp,
    names: Mapping[AccountId, str],
    *,
    owed: bool,
) -> Detail:
    rule = setup.distribution_rules.get(draft.rule)
    if rule is None:
        raise Refused("M-55", field="rule", value=draft.rule)
    if not rule.active:
        raise Refused("M-50", field="rule", value=draft.rule, reason="is not active")
    value = clean_text(draft.value, "rule_value", MOST_OF_VALUE)
    check_amount(rule, draft.amount, around.currency)
    number = checked_value(rule, value, around.algorithms)
    wanted = owed or rule.asks_due
    named = load_named(s, rule.value_type, number, setup, owed=wanted, names=names)
    if named is None:
        raise unknown_value(rule, value)
    return with_payor(Detail(rule, named, draft.amount), around)
