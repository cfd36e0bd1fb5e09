"""What a mail says and what came of its tries stays as it is, on both engines (ML-3)."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from posapp.domain.mail_codes import MailState
from posapp.domain.mails import LEASE, AfterTry, Delivery, Outcome
from posapp.storage.outbox import end_try, lease_due
from posapp.storage.tables.schema import METADATA
from tests.helpers.mails import process, set_up
from tests.helpers.office import Office

T = METADATA.tables
SENT = Delivery(Outcome.SENT, "250 OK")


@pytest.fixture
def sent(office: Office) -> int:
    """A mail that a server took."""
    set_up(office, "payment_option", payroll_notification_email="p@example.org")
    (_person, mail) = process(office)
    now = office.clock()
    with office.db.begin() as s:
        while (leased := lease_due(s, now, "WS1", "a")) is not None:
            end_try(s, leased, SENT, AfterTry(MailState.SENT, None), now)
    return mail


@pytest.mark.parametrize(
    ("table", "values", "says"),
    [
        ("mail", {"subject": "other"}, "never changes"),
        ("mail", {"body": "other"}, "never changes"),
        ("mail", {"cause": "other"}, "never changes"),
        ("mail", {"state": MailState.CANCELED}, "only queued again"),
        ("mail_attachment", {"content": b"other"}, "never change"),
        ("mail_try", {"said": "other"}, "never changes"),
    ],
)
def test_ml3_what_was_sent_never_changes(
    office: Office, sent: int, table: str, values: dict[str, Any], says: str
) -> None:
    def change(s: Any) -> None:
        key = T[table].c.get("mail_id", T[table].c.get("id"))
        s.execute(update(T[table]).where(key == sent).values(values))

    with pytest.raises(IntegrityError, match=says):
        office.db.write(change)


@pytest.mark.parametrize("table", ["mail_try", "mail_attachment", "mail"])
def test_ml3_mails_are_never_removed(office: Office, sent: int, table: str) -> None:
    assert sent
    with pytest.raises(IntegrityError, match="never removed"):
        office.db.write(lambda s: s.execute(delete(T[table])))


def test_ml3_a_mail_is_leased_to_one_workstation_until_the_lease_runs_out(office: Office) -> None:
    (mail,) = process(office)
    now = office.clock()
    with office.db.begin() as s:
        first = lease_due(s, now, "WS1", "a")
    assert first is not None
    assert first.id == mail
    with office.db.begin() as s:
        assert lease_due(s, now + LEASE - timedelta(seconds=1), "WS2", "b") is None
    with office.db.begin() as s:
        second = lease_due(s, now + LEASE, "WS2", "b")
    assert second is not None
    assert (second.message_id, second.seq) == (first.message_id, 2)
    # Whoever comes back late changes nothing but the log of tries.
    with office.db.begin() as s:
        assert not end_try(s, first, SENT, AfterTry(MailState.SENT, None), now + LEASE)
