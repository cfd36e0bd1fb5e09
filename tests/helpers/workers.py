"""Workers for the kill harness, at the level of storage."""

from posapp.storage.db import Database
from tests.helpers.kill9 import Bomb, Worker
from tests.helpers.rows import Office, paid_event


def payments_without_key(bomb: Bomb, url: str, *office: str) -> Worker:
    """Takes a payment without looking a request up: a program that knows no request ids."""
    db = Database.open(url)
    bomb.plant(db)
    ground = Office(*map(int, office))

    def pay(_request: str) -> str:
        return str(db.write(lambda s: paid_event(s, ground)).event)

    return pay
