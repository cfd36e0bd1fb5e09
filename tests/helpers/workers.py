"""Workers for the kill harness, at the level of storage."""

from sqlalchemy import Connection, text

from posapp.storage.db import Database
from tests.helpers.kill9 import Bomb, Worker
from tests.helpers.rows import Office, paid_event


def payments(bomb: Bomb, url: str, *office: str) -> Worker:
    """Takes the payment of a request id, once; answers with the event's id."""
    db = Database.open(url)
    bomb.plant(db)
    ground = Office(*map(int, office))

    def pay(request: str) -> str:
        return str(db.write(lambda s: take(s, ground, request)))

    return pay


def take(s: Connection, office: Office, request: str) -> int:
    """Looks the request up first, as every command does (D-21)."""
    found = s.execute(text("SELECT result_id FROM request WHERE id = :r"), {"r": request}).scalar()
    return int(found) if found is not None else paid_event(s, office, request=request).event


def payments_without_key(bomb: Bomb, url: str, *office: str) -> Worker:
    """The same without a look-up: what a program does that knows no request ids."""
    db = Database.open(url)
    bomb.plant(db)
    ground = Office(*map(int, office))

    def pay(_request: str) -> str:
        return str(db.write(lambda s: paid_event(s, ground)).event)

    return pay
