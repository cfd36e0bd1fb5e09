"""Taking a payment by template: what is stated, and the event that it makes (NCI-09..NCI-11)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from posapp.domain.codes import DistributeAction
from posapp.domain.ids import ControlId
from posapp.domain.money import Money
from posapp.domain.payment_events import AddEvent, PaymentDraft, TenderDraft
from posapp.domain.templates import CreditLine, PaymentTemplate, kept_lines, lines_of
from posapp.errors import Refused


@dataclass(frozen=True, slots=True)
class TemplateEntry:
    """What is stated of a payment by template (NCI-09); amounts in the template's currency.

    Attributes:
        request_id: of this request (D-21).
        template: code of the template.
        amount: what the lines share.
        tenders: what was handed over.
        non_cis_name: who pays; with reference and comments (NC-2).
        reference: number of the agreement or item that is paid.
        comments: anything unusual.
        lines: what is credited; ``None`` takes the template's.
        payment_date: the drawer's day unless given.
        tender_source: whose open control takes the money (TC-04); empty for the default (D-02).
        add_cis_payment: the tenders may exceed the lines; customer payments follow (NCI-11).
        confirmed: codes the user said yes to.
    """

    request_id: str
    template: str
    amount: Money
    tenders: tuple[TenderDraft, ...]
    non_cis_name: str
    reference: str
    comments: str = ""
    lines: tuple[CreditLine, ...] | None = None
    payment_date: date | None = None
    tender_source: str = ""
    add_cis_payment: bool = False
    confirmed: frozenset[str] = frozenset()


def offered(templates: Mapping[str, PaymentTemplate]) -> tuple[PaymentTemplate, ...]:
    """The templates that may be chosen: the active ones (NCI-08)."""
    return tuple(template for template in templates.values() if template.active)


def chosen(templates: Mapping[str, PaymentTemplate], code: str) -> PaymentTemplate:
    """The active template of a code.

    Raises:
        Refused: ``M-55``.
    """
    found = templates.get(code)
    if found is None or not found.active:
        raise Refused("M-55", field="template", value=code)
    return found


def command_of(
    entry: TemplateEntry, template: PaymentTemplate, control_id: ControlId | None
) -> AddEvent:
    """The event: the template's account pays and is paid, its lines are what is credited.

    With customer payments to follow the event stays unfrozen, for it is unbalanced until then
    (NCI-11, AD-8).
    """
    lines = lines_of(template, entry.amount) if entry.lines is None else entry.lines
    payment = PaymentDraft(
        template.account_id,
        entry.amount,
        non_cis_name=entry.non_cis_name,
        reference=entry.reference,
        comments=entry.comments,
        template=template.code,
        lines=kept_lines(lines),
    )
    more = entry.add_cis_payment
    return AddEvent(
        entry.request_id,
        template.account_id,
        entry.tenders,
        (payment,),
        action=DistributeAction.DISTRIBUTE if more else DistributeAction.FREEZE,
        payment_date=entry.payment_date,
        control_id=control_id,
        confirmed=entry.confirmed,
        more_to_come=more,
    )
