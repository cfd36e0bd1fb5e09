"""The proofs of safety, by name."""

from typing import Final

from tests.endurance import killed
from tests.endurance.proof import Proof

PROOFS: Final = (
    Proof(
        "killed", "R1, F1", "SIGKILL at any moment of a mixed day", killed.run,
        {"kills": 12, "acknowledged": 20},
    ),
)  # fmt: skip
"""Every proof, in the order of the faults."""
