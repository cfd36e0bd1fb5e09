"""A real pgbouncer in transaction mode before a server of the tests, stopped by its process id."""

import os
import select
import shutil
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

from tests.helpers.postgres_server import UNPRIVILEGED, NoServerError, identity

PORT = 6432
READY = b"process up"
SECONDS = 20
SETTINGS = """[databases]
* = host={server} port=5432 user={user}
[pgbouncer]
listen_addr =
unix_socket_dir = {folder}
listen_port = {port}
auth_type = trust
auth_file = {folder}/users
pool_mode = transaction
default_pool_size = {size}
max_client_conn = 200
pidfile = {folder}/pid
"""


class Pooler:
    """Lends ``size`` connections of a server to everybody who connects, for a transaction each.

    Raises:
        NoServerError: pgbouncer is not installed, or the server has no socket here.
    """

    def __init__(self, server_url: str, *, size: int = 3, user: str = "postgres") -> None:
        program = shutil.which("pgbouncer", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
        if program is None:
            raise NoServerError("pgbouncer is not installed: apt-get install pgbouncer")
        server = parse_qs(urlsplit(server_url).query).get("host", [""])[0]
        if not server.startswith("/"):
            raise NoServerError("the server given by POSAPP_TEST_DB has no socket here")
        self.folder = Path(tempfile.mkdtemp(prefix="posapp-pool-"))
        settings = self.folder / "pgbouncer.ini"
        settings.write_text(
            SETTINGS.format(server=server, folder=self.folder, port=PORT, size=size, user=user),
            "utf-8",
        )
        (self.folder / "users").write_text(f'"postgres" ""\n"{user}" ""\n', "utf-8")
        who = identity()
        if who:
            for place in (self.folder, *self.folder.iterdir()):
                os.chown(place, UNPRIVILEGED, UNPRIVILEGED)
        self._process = subprocess.Popen(
            [program, str(settings)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            cwd=self.folder,
            **who,
        )
        self._wait_until_ready()

    def url(self, server_url: str) -> str:
        """The address of a database by way of the pooler."""
        parts = urlsplit(server_url)
        query = urlencode({"host": str(self.folder), "port": PORT}, safe="/")
        return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))

    def stop(self) -> None:
        """End it and remove what it left."""
        self._process.terminate()
        self._process.wait(SECONDS)
        if self._process.stderr is not None:
            self._process.stderr.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _wait_until_ready(self) -> None:
        assert self._process.stderr is not None
        said, pipe = b"", self._process.stderr.fileno()
        while READY not in said:
            ready, _, _ = select.select([pipe], [], [], SECONDS)
            part = os.read(pipe, 65536) if ready else b""
            if not part:
                self.stop()
                raise NoServerError(f"pgbouncer did not start: {said[-300:].decode()}")
            said += part
