"""An import that dies in the middle (F19): the worker of ``tests.helpers.kill9`` for it."""

import json
import os
import signal

from posapp.domain.clock import system_clock
from posapp.domain.codes import Role
from posapp.domain.rights import Actor
from posapp.services.importing import Importing
from posapp.services.setup import SetUpCache
from posapp.storage.db import Database
from tests.helpers.kill9 import Bomb, Victim, Worker


def importer(_bomb: Bomb, url: str, user: str) -> Worker:
    """Imports bills and kills itself once it says that so many steps are done."""
    service = Importing(Database.open(url), system_clock, SetUpCache())
    actor = Actor(int(user), "setup", "Setup", frozenset({Role.SETUP}), "MAIN")

    def run(payload: str) -> str:
        path, at = json.loads(payload)

        def progress(done: int, _of: int | None) -> bool:
            if done >= at:
                os.kill(os.getpid(), signal.SIGKILL)
            return True

        service.run("bills", path, "bills", actor, request_id="killed", progress=progress)
        return "it was not killed"

    return run


def killed_importer(url: str, user: int) -> Victim:
    """A program that imports into a database and is there again after each death."""
    return Victim("tests.helpers.killed_imports:importer", url, str(user))
