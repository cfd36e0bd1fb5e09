"""The proof of a day: whether all the money is where it should be (D-38)."""

from datetime import date

from posapp.domain.proof import ProofStrip, prove
from posapp.domain.rights import Actor, Right
from posapp.domain.setup import SetUp
from posapp.errors import Refused
from posapp.services.setup import SetUpCache
from posapp.storage.db import Database
from posapp.storage.proof import load_cash_codes, load_proof_facts


class Proof:
    """Use cases of the proof strip."""

    def __init__(self, db: Database, setup: SetUpCache) -> None:
        self._db = db
        self._setup = setup

    def of_day(self, day: date, actor: Actor, office: str = "") -> tuple[ProofStrip, ...]:
        """The strips of a business date, one for each currency; each figure with its rows.

        Args:
            day: the business date.
            actor: who asks; must be allowed to see what drawers should hold (D-16).
            office: default: the actor's.

        Raises:
            Refused: ``M-51``, ``M-55`` no such office.
        """
        actor.require(Right.VIEW)
        actor.require(Right.SEE_EXPECTED)
        with self._db.read() as s:
            setup = self._setup.current(s)
            code = office or actor.office
            if code not in setup.offices:
                raise Refused("M-55", field="office", value=code)
            cash = _cash_codes(setup) | load_cash_codes(s, day, code)
            return prove(load_proof_facts(s, day, code, cash))


def _cash_codes(setup: SetUp) -> frozenset[str]:
    """Ledger accounts that hold money: of banks, of drawers, of tender types (D-29, D-30)."""
    rounding = setup.installation.rounding_tender_type
    types = (one for one in setup.tender_types.values() if one.code != rounding)
    return frozenset(
        (
            *(one.distribution_code for one in setup.bank_accounts),
            *(one.distribution_code for one in setup.tender_sources.values()),
            *(one.distribution_code for one in types if one.distribution_code is not None),
        )
    )
