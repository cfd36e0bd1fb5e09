"""The proofs of safety, by name."""

from typing import Final

from tests.endurance import each_call, killed
from tests.endurance.proof import Proof

PROOFS: Final = (
    Proof(
        "killed", "R1, F1", "SIGKILL at any moment of a mixed day", killed.run,
        {"kills": 12, "acknowledged": 20},
    ),
    Proof(
        "each-call", "R1, R3, F25", "a fault at each call of the database, in each kind of order",
        each_call.run, {"faults": 60, "acknowledged": 90},
    ),
)  # fmt: skip
"""Every proof, in the order of the faults."""
