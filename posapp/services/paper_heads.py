"""The head that papers of the drawer day share (PR-05)."""

from collections.abc import Mapping
from datetime import datetime

from posapp.domain.day_papers import PaperHead
from posapp.domain.rights import Actor
from posapp.domain.setup import SetUp


def head_of(
    setup: SetUp,
    actor: Actor,
    now: datetime,
    *,
    number: str,
    office: str,
    currency: str,
    source: str = "",
) -> PaperHead:
    """The head of a paper.

    Args:
        setup: the set-up in force.
        actor: who prints.
        now: when.
        number: of the paper.
        office: code of the office that it is about.
        currency: code of the currency of its amounts.
        source: code of the drawer that it is about; empty for papers of many.
    """
    place = setup.offices[office]
    return PaperHead(
        organisation=setup.installation.organisation,
        address=tuple(line for line in setup.installation.address.splitlines() if line),
        office=place.name,
        drawer=drawers_of(setup).get(source, source),
        user=actor.name,
        printed_at=now,
        zone=place.zone,
        number=number,
        currency=setup.currencies[currency],
        kinds={code: kind.description for code, kind in setup.tender_types.items()},
        reasons={code: one.description for code, one in setup.over_under_reasons.items()},
        cancel_reasons={code: one.description for code, one in setup.cancel_reasons.items()},
        demo=setup.installation.demo,
    )


def drawers_of(setup: SetUp) -> Mapping[str, str]:
    """Descriptions of tender sources by code."""
    return {code: source.description for code, source in setup.tender_sources.items()}
