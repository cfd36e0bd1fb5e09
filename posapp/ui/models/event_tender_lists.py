"""Columns of the Tenders tab (payments 5) and of the Log tab of a payment event."""

from collections.abc import Callable, Collection, Sequence

from posapp.domain.codes import TenderStatus
from posapp.domain.event_log import LogEntry
from posapp.domain.event_views import EventView, TenderView
from posapp.domain.ids import TenderId, long_id, short_id
from posapp.domain.setup import SetUp
from posapp.domain.tender_actions import EventDesk
from posapp.domain.tender_controls import Control
from posapp.i18n import _
from posapp.ui.autopay_words import autopay_facts
from posapp.ui.characteristic_words import characteristic_words
from posapp.ui.formats import Formats, grouped, joined
from posapp.ui.log_words import ChangeLine
from posapp.ui.models.columns import Column, money_column, status_column, text_column
from posapp.ui.tender_words import control_words, kind_words
from posapp.ui.tokens import Tone
from posapp.ui.words import word


def tender_tab_columns(
    event: EventView, desk: EventDesk | None, formats: Formats, setup: SetUp
) -> tuple[Column[TenderView], ...]:
    """Every field of a tender; drawers' states and badges follow once they are read."""

    def control(tender: TenderView) -> Control | None:
        number = tender.tender_control_id
        return None if desk is None or number is None else desk.controls.get(number)

    def badge(tender: TenderView) -> str:
        is_marked = desk is not None and tender.payor_account_id in desk.cash_only
        return _("Cash-Only") if is_marked else ""

    def reason(tender: TenderView) -> str:
        found = setup.cancel_reasons.get(tender.cancel_reason or "")
        return (tender.cancel_reason or "") if found is None else found.description

    def source_type(tender: TenderView) -> str:
        source = setup.tender_sources.get(tender.tender_source)
        return "" if source is None else word(source.source_type).text

    canceled: tuple[Column[TenderView], ...] = ()
    if event.totals.canceled_tenders:
        canceled = (text_column(_("Cancel Reason"), reason, 136),)
    return (
        text_column(
            _("Payor Account ID"),
            lambda t: joined(grouped(short_id(t.payor_account_id)), t.payor_name),
            216,
        ),
        text_column(
            _("Cash-Only"), badge, 112, tone=lambda t: Tone.RED if badge(t) else None
        ),
        text_column(_("Tender Type"), kind_words, 128),
        money_column(_("Tender Amount"), lambda t: t.amount, formats, lambda _t: event.currency,
                     120),
        money_column(
            _("Amount Tendered"), lambda t: t.control_amount, formats,
            lambda t: t.control_currency, 128,
        ),
        *_rates(event),
        status_column(_("Tender Status"), lambda t: t.status, 104),
        *canceled,
        *_charged(event),
        text_column(
            _("Tender Control"),
            lambda t: control_words(t.tender_source, t.tender_control_id),
            208,
        ),
        text_column(_("Source Type"), source_type, 136),
        text_column(
            _("Control Status"),
            lambda t: _state(control(t)),
            150,
            tone=lambda t: _tone(control(t)),
        ),
        *_paper_columns(),
        *_characteristics(event),
    )  # fmt: skip


def tender_facts(
    columns: tuple[Column[TenderView], ...], tender: TenderView, formats: Formats
) -> tuple[tuple[str, str], ...]:
    """What the columns say of one tender, as lines of caption and value; empty ones are left."""
    own = tuple((column.title, column.text(tender)) for column in columns if column.text(tender))
    return (*own, *autopay_facts(tender, formats))


def log_columns(
    formats: Formats, sentence: Callable[[LogEntry], str]
) -> tuple[Column[LogEntry], ...]:
    """Actions on an event: when, who, what in a sentence."""
    return (
        Column(_("When"), lambda e: formats.stamp(e.at), width=136),
        Column(_("User"), lambda e: e.user, width=112),
        Column(_("What was done"), sentence, width=280, stretch=True),
    )


def change_columns() -> tuple[Column[ChangeLine], ...]:
    """What one action changed: of what, which value, before and after."""
    return (
        Column(_("What"), lambda c: c.what, width=204),
        Column(_("Value"), lambda c: c.value, width=116),
        Column(_("Before"), lambda c: c.before, width=116),
        Column(_("After"), lambda c: c.after, width=160, stretch=True),
    )


def _paper_columns() -> tuple[Column[TenderView], ...]:
    return (
        text_column(_("Check Number"), lambda t: t.check_number, 108),
        text_column(
            _("MICR ID"),
            lambda t: f"\u2022\u2022\u2022\u2022 {t.micr_last4}" if t.micr_last4 else "",
            96,
        ),
        text_column(_("Customer ID"), lambda t: t.customer_id, 120),
        text_column(_("External Reference ID"), lambda t: t.external_reference, 150),
        text_column(_("Name"), lambda t: t.name, 140),
        text_column(
            _("Created for Cash Back"), lambda t: _("Yes") if t.cash_back else _("No"), 150
        ),
        text_column(_("Pay Tender ID"), lambda t: grouped(long_id(t.id)), 136),
    )


def _characteristics(event: EventView) -> tuple[Column[TenderView], ...]:
    """What else is known of a tender, where anything is (5); its tab changes it."""
    of_tenders = [one for one in event.characteristics if one.tender_id is not None]
    if not of_tenders:
        return ()
    return (
        text_column(
            _("Characteristics"),
            lambda t: characteristic_words(one for one in of_tenders if one.tender_id == t.id),
            200,
        ),
    )


def _charged(event: EventView) -> tuple[Column[TenderView], ...]:
    """The bank account that a cancellation was charged to, where there was one (CX-1, NS-06)."""
    if not any(tender.charged for tender in event.tenders):
        return ()
    return (text_column(_("Bank Account to Charge"), lambda t: t.charged, 168),)


def _rates(event: EventView) -> tuple[Column[TenderView], ...]:
    """Currency and rate, where a tender has another currency than its event (D-05)."""
    if all(tender.control_currency == event.currency for tender in event.tenders):
        return ()
    return (
        text_column(_("Currency"), lambda t: t.control_currency, 80),
        text_column(_("Rate"), lambda t: t.rate or "", 96),
    )


def _state(control: Control | None) -> str:
    return "" if control is None else word(control.status).text


def _tone(control: Control | None) -> Tone | None:
    return None if control is None else word(control.status).tone


def line_after(
    marked: TenderView | None, tenders: Sequence[TenderView], known: Collection[TenderId]
) -> int:
    """Where the mark belongs now: with its tender, or with the one that took its place.

    Args:
        marked: the tender that was marked, as it was then.
        tenders: of the event as they are now.
        known: tenders that were listed then.
    """
    ids = [one.id for one in tenders]
    if marked is None or marked.id not in ids:
        return 0
    at = ids.index(marked.id)
    if tenders[at].status is marked.status:
        return at
    new = (
        here
        for here, one in enumerate(tenders)
        if one.id not in known and one.status is TenderStatus.VALID and not one.flagged
    )
    return next(new, at)
