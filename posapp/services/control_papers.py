"""The X and the Z report of a drawer, read for the user who asks (controls 17, D-16, BL-06)."""

from collections.abc import Sequence

from posapp.domain.control_counts import is_blind
from posapp.domain.control_life import ControlClose
from posapp.domain.day_papers import ControlReport
from posapp.domain.ids import ControlId, short_id
from posapp.domain.seals import seal_of
from posapp.domain.tender_controls import Control
from posapp.errors import Refused
from posapp.printing.control_report import render_control_report
from posapp.services.paper_sources import Asked, Made, Sources
from posapp.storage import print_log as store
from posapp.storage.control_closes import load_closes
from posapp.storage.control_counts import load_counting
from posapp.storage.control_reports import load_close_lines, load_counted, load_voids
from posapp.storage.over_unders import load_log
from posapp.storage.tender_controls import load_control


def x_report(asked: Asked, sources: Sources) -> Made:
    """How a drawer stands now, as this user may see it.

    Raises:
        Refused: ``M-55`` no such drawer.
    """
    control_id = ControlId(asked.order.id)
    view = sources.tender_controls.show(control_id, asked.actor)
    control = view.control
    with sources.db.read() as s:
        voids = () if view.blind else load_voids(s, control_id)
        booked = () if view.blind else load_log(s, view.office, asked.setup, control_id=control_id)
    number = f"{short_id(control_id)}-X"
    doc = ControlReport(
        head=asked.head(number, view.office, control.currency, control.tender_source),
        control=control,
        lines=view.lines,
        events=view.events,
        canceled=view.canceled,
        voids=voids,
        booked=booked,
        blind=view.blind,
        receipts=control.last_receipt,
    )
    title = f"x-{short_id(control_id)}"
    return Made(
        "x", control_id, title, doc, render_control_report, numbered=True, row=store.OF_CONTROL
    )


def z_report(asked: Asked, sources: Sources) -> Made:
    """How a drawer stood when it was balanced.

    Raises:
        Refused: ``M-55`` no such drawer, ``M-260`` never balanced, ``M-261`` no such version,
            ``M-225`` what the blind count of a reopened drawer hides.
    """
    control_id, setup = ControlId(asked.order.id), asked.setup
    with sources.db.read() as s:
        control = load_control(s, control_id)
        if control is None:
            raise Refused("M-55", field="tender_control", value=control_id)
        if is_blind(control, asked.actor, setup, load_counting(s, control)):
            # It was reopened: its earlier Z report says what this count should find (D-16).
            raise Refused("M-225", field="tender_control")
        closes = load_closes(s, control.id)
        close = _chosen(closes, control, asked.order.version)
        office = setup.tender_sources[control.tender_source].office
        booked = load_log(s, office, setup, control_id=control_id)
        doc = ControlReport(
            head=asked.head(
                f"Z-{close.number}", office, control.currency, control.tender_source
            ),
            control=control,
            lines=load_close_lines(s, close.id, setup),
            events=close.events,
            canceled=close.canceled,
            voids=load_voids(s, control_id, close.closed_at),
            booked=tuple(one for one in booked if one.booked_at <= close.closed_at),
            close=close,
            counted=load_counted(s, close.count_id, control.currency),
            earlier=tuple(one for one in closes if one.version < close.version),
            seal=seal_of(close.chain_length, close.chain_head).text if close.chain_head else "",
        )  # fmt: skip
    title = f"z-{close.number}-{short_id(control_id)}"
    return Made("z", close.id, title, doc, render_control_report, row=store.OF_CLOSE, seal=doc.seal)


def _chosen(found: Sequence[ControlClose], control: Control, version: int) -> ControlClose:
    if not found:
        raise Refused("M-260", field="tender_control", value=control.id)
    for close in found:
        if close.version == (version or found[-1].version):
            return close
    raise Refused("M-261", field="version", value=control.id, version=version)
