"""The proofs of safety, by name."""

from typing import Final

from tests.endurance import (
    copies,
    cut_line,
    damage,
    each_call,
    hostile,
    killed,
    many_counters,
    no_room,
    power_loss,
    server_crash,
    tamper,
    upgrade_killed,
)
from tests.endurance.proof import Proof

PROOFS: Final = (
    Proof(
        "killed", "R1, F1", "SIGKILL at any moment of a mixed day", killed.run,
        {"kills": 6, "acknowledged": 2},
    ),
    Proof(
        "power-loss", "R2, F2", "power cuts of a recorded day, under FULL and under NORMAL",
        power_loss.run, {"images (FULL)": 14, "images (NORMAL)": 16}, ("sqlite",),
    ),
    Proof(
        "no-room", "R3, F4", "no room at every write of every kind of order, paper, copy, import",
        no_room.run, {"orders without room": 8, "writes without room": 1}, ("sqlite",),
    ),
    Proof(
        "damage", "R4, F6", "bits, zeros, cuts and swapped pages of the file and of its log",
        damage.run, {"damages": 9, "damages of the log": 4}, ("sqlite",),
    ),
    Proof(
        "each-call", "R1, R3, F25", "a fault at each call of the database, in each kind of order",
        each_call.run, {"faults": 40, "acknowledged": 50},
    ),
    Proof(
        "many-counters", "R3, R7, F7, F17", "many programs at one database, mixed actions",
        many_counters.run, {"programs": 3, "acknowledged": 36},
    ),
    Proof(
        "cut-line", "R5, F8", "the line to the server breaks around COMMIT", cut_line.run,
        {"cuts": 12, "acknowledged": 15}, ("postgres",),
    ),
    Proof(
        "server-crash", "R1, F9", "the server dies under load and comes back", server_crash.run,
        {"immediate stops": 1, "backends killed": 1, "acknowledged": 20}, ("postgres",),
    ),
    Proof(
        "hostile", "R10, F16", "hostile texts, amounts, scans, files and profiles on every way in",
        hostile.run, {"cases": 1_000}, ("sqlite",),
    ),
    Proof(
        "copies", "R4, F20, F21", "copies while a cashier works, proved as before a restoration",
        copies.run, {"copies": 3, "acknowledged": 20}, ("sqlite",),
    ),
    Proof(
        "tamper", "R11, F22", "every column that the audit mentions, rows, chains", tamper.run,
        {"attacks": 5, "found": 5}, ("sqlite",),
    ),
    Proof(
        "upgrade-killed", "F23", "an upgrade is killed at any of its steps", upgrade_killed.run,
        {"kills": 1, "upgrades finished": 1},
    ),
)  # fmt: skip
"""Every proof, in the order of the faults."""
