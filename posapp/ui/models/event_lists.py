"""Columns of the lists on the payment event page: payments, tenders, segments, details."""

from posapp.domain.event_views import (
    DetailView,
    EventView,
    PaymentView,
    SegmentView,
    TenderView,
)
from posapp.domain.ids import long_id, short_id
from posapp.domain.setup import SetUp
from posapp.i18n import _
from posapp.ui.formats import Formats, grouped, joined
from posapp.ui.models.columns import Column, money_column, status_column, text_column


def payment_columns(
    event: EventView, setup: SetUp, formats: Formats
) -> tuple[Column[PaymentView], ...]:
    """Payments grid of the Main tab; non-CIS columns only where such an account is paid (2.2)."""
    wide = not any(payment.non_cis for payment in event.payments)

    def match_type(payment: PaymentView) -> str:
        """As the dialogs call it; a type that is no longer set up by its code."""
        code = payment.match_type or ""
        kind = setup.match_types.get(code)
        return code if kind is None else kind.description

    columns: list[Column[PaymentView]] = [
        text_column(
            _("Account ID"),
            lambda p: joined(grouped(short_id(p.account_id)), p.account_name),
            280 if wide else 220,
            name="account_id",
        ),
        money_column(
            _("Payment Amount"), lambda p: p.amount, formats, lambda _p: event.currency, 128
        ),
        status_column(_("Payment Status"), lambda p: p.status, 116),
        text_column(_("Message"), lambda p: p.error_text, 120, stretch=True),
        text_column(_("Match Type"), match_type, 130 if wide else 92),
        text_column(_("Match Value"), lambda p: p.match_value or "", 120 if wide else 104),
    ]
    if not wide:
        columns += [
            text_column(_("Non CIS Name"), lambda p: p.non_cis_name, 124),
            text_column(_("Reference Number"), lambda p: p.reference, 132),
            text_column(_("Non CIS Comments"), lambda p: p.comments, 140),
        ]
    return (
        *columns,
        text_column(_("Payment ID"), lambda p: grouped(long_id(p.id)), 128),
    )


def tender_columns(event: EventView, formats: Formats) -> tuple[Column[TenderView], ...]:
    """Tenders of the event; change is named as what it is (D-01)."""

    def kind(tender: TenderView) -> str:
        return (
            f"{tender.description} \u00b7 {_('cash back')}"
            if tender.cash_back
            else (tender.description)
        )

    def control(tender: TenderView) -> str:
        number = tender.tender_control_id
        return (
            "" if number is None else f"{tender.tender_source} \u00b7 {grouped(short_id(number))}"
        )

    def foreign(tender: TenderView) -> str:
        if tender.control_currency == event.currency:
            return ""
        amount = formats.money(tender.control_amount, tender.control_currency)
        return f"{amount} \u00d7 {tender.rate}"

    columns: list[Column[TenderView]] = [
        text_column(_("Tender Type"), kind, 140),
        money_column(
            _("Tender Amount"), lambda t: t.amount, formats, lambda _t: event.currency, 116
        ),
        status_column(_("Tender Status"), lambda t: t.status, 112),
        text_column(_("Check Number"), lambda t: t.check_number, 112),
        text_column(_("Payor"), lambda t: t.payor_name, 120, stretch=True),
        text_column(_("Tender Control"), control, 188),
    ]
    if any(tender.control_currency != event.currency for tender in event.tenders):
        columns.insert(2, text_column(_("Alternate Currency"), foreign, 176))
    return tuple(columns)


def segment_columns(event: EventView, formats: Formats) -> tuple[Column[SegmentView], ...]:
    """Pay segments of one payment: agreement, amount, and what the agreement owes now."""

    def agreement(segment: SegmentView) -> str:
        return f"{grouped(short_id(segment.agreement_id))} \u00b7 {segment.named}"

    return (
        text_column(_("Service Agreement"), agreement, 200, stretch=True),
        money_column(
            _("Segment Amount"), lambda s: s.amount, formats, lambda _s: event.currency, 124
        ),
        money_column(
            _("Current Balance"),
            lambda s: s.current_balance,
            formats,
            lambda _s: event.currency,
            124,
        ),
    )


def detail_columns(event: EventView, formats: Formats) -> tuple[Column[DetailView], ...]:
    """Distribution details: rule, value, amount."""
    return (
        text_column(_("Distribution Rule"), lambda d: d.label, 160),
        text_column(_("Rule Value"), lambda d: d.value, 200),
        text_column(_("Description"), lambda d: d.value_description, 200, stretch=True),
        money_column(_("Amount"), lambda d: d.amount, formats, lambda _d: event.currency, 124),
    )
