"""R12, D-44: the whole table of action and role, complete by machine."""

from pathlib import Path

import pytest

from tests.helpers.every_right import NOBODY, TABLE, table, written
from tests.helpers.office import Office

pytestmark = pytest.mark.usefixtures("quick_hashes")

# Actions that answer somebody without any role, and why; whose drawer it is comes before what one
# may, and ``test_rights_at_drawers`` holds the table of that.
ASKED_OTHERWISE = {
    "copies.make": "the copy that each Z report makes; it goes where the workstation says",
    "payment_events.add_within": "inside the transaction of an action that asked",
    "user_edits.is_active": "whether one's own user still may sign in",
    "user_edits.set_own_password": "one's own password, with the old one",
    "users.confirm": "the secret of a second person is the proof",
    "users.refuse": "notes an approval that failed",
    "control_life.reopen": "the drawer's status comes first",
}


def test_r12_every_action_answers_the_roles_of_the_table_and_none_is_left_out(
    sqlite_office: Office, tmp_path: Path
) -> None:
    found, expected = table(sqlite_office, tmp_path), written()
    differs = {
        name: (found.get(name, "is no action"), expected.get(name, "has no line"))
        for name in found.keys() | expected.keys()
        if found.get(name) != expected.get(name)
    }
    # What an action answers, and what the table says; ``python -m tests.helpers.every_right``.
    assert not differs, f"{TABLE.name}: {differs}"


def test_r12_who_has_no_role_is_let_in_only_where_another_proof_is_asked() -> None:
    assert {name for name, roles in written().items() if NOBODY in roles} == set(ASKED_OTHERWISE)
