"""The address of a PostgreSQL server, by its parts as people fill them in (S1, T14)."""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, quote, unquote, urlencode

from posapp.domain.encrypted_line import mode_for
from posapp.errors import Refused

PORT: Final = "5432"
TLS_MODES: Final = ("verify-full", "verify-ca", "require", "prefer", "disable")
"""From the safest on; only the first proves that nobody else answers (T14)."""
_SCHEME: Final = "postgresql+psycopg://"
_HOST: Final = re.compile(r"[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\]|/[^,?@]*")
_WRITABLE: Final = "read-write"
_TARGET: Final = "target_session_attrs"
_OURS: Final = frozenset({"sslmode", "sslrootcert", _TARGET, "host"})


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """Where a database is.

    Attributes:
        hosts: one, or several with commas; with several the one that takes changes is used (R6).
            A folder is that of a socket.
        port: of all hosts; with commas one for each.
        name: of the database.
        user: of the database.
        tls: one of ``TLS_MODES``.
        authority: file of the authority's certificate; empty for the user's own of the system.
        more: further parameters of the address, as they stand.
    """

    hosts: str
    port: str = PORT
    name: str = "posapp"
    user: str = ""
    tls: str = TLS_MODES[0]
    authority: str = ""
    more: tuple[tuple[str, str], ...] = ()

    def url(self) -> str:
        """The address as the settings have it; it never holds a password.

        Raises:
            Refused: ``M-380`` at the field that is wrong.
        """
        hosts = [one.strip() for one in self.hosts.split(",")]
        ports = [one.strip() for one in self.port.split(",")]
        self._check(hosts, ports)
        if len(ports) == 1:
            ports *= len(hosts)
        query = [*self.more, ("sslmode", self.tls)]
        if self.authority.strip():
            query.append(("sslrootcert", self.authority.strip()))
        if len(hosts) > 1:
            query.append((_TARGET, _WRITABLE))
        place = ",".join(f"{h}:{p}" for h, p in zip(hosts, ports, strict=True))
        if hosts[0].startswith("/"):
            query.append(("host", hosts[0]))
            place = f":{ports[0]}"
        user, name = quote(self.user.strip(), safe=""), quote(self.name.strip(), safe="")
        return f"{_SCHEME}{user}@{place}/{name}?{urlencode(query, safe='/')}"

    def _check(self, hosts: list[str], ports: list[str]) -> None:
        wrong = next((one for one in hosts if not _HOST.fullmatch(one)), None)
        if wrong is not None or (len(hosts) > 1 and any(one.startswith("/") for one in hosts)):
            raise Refused(
                "M-380", field="hosts", reason="enter the name of the server, such as db.example"
            )
        if len(ports) not in {1, len(hosts)} or not all(_is_port(one) for one in ports):
            raise Refused("M-380", field="port", reason="a port is a number from 1 to 65535")
        if not self.name.strip():
            raise Refused("M-380", field="name", reason="enter the name of the database")
        if not self.user.strip():
            raise Refused("M-380", field="user", reason="enter the user of the database")
        if self.tls not in TLS_MODES:
            raise Refused("M-380", field="tls", reason="choose one of the modes")


def address_of(url: str) -> ServerAddress | None:
    """The parts of an address of the settings; ``None`` when it names a file."""
    scheme, mark, rest = url.partition("://")
    if not mark or not scheme.startswith("postgres"):
        return None
    place, _, query = rest.partition("?")
    authority, _, name = place.partition("/")
    user, at, hosts = authority.rpartition("@")
    said = dict(parse_qsl(query))
    parts = [_host_and_port(one) for one in hosts.split(",")]
    ports = [port for _host, port in parts]
    names = said.get("host", "") or ",".join(host for host, _port in parts)
    return ServerAddress(
        hosts=names,
        port=ports[0] if len(set(ports)) == 1 else ",".join(ports),
        name=unquote(name),
        user=unquote(user.partition(":")[0]) if at else "",
        tls=said.get("sslmode") or mode_for({"host": names}, {}) or "prefer",
        authority=said.get("sslrootcert", ""),
        more=tuple((name, value) for name, value in said.items() if name not in _OURS),
    )


def _host_and_port(text: str) -> tuple[str, str]:
    host, colon, port = text.rpartition(":")
    if not colon or host.endswith(":") or (":" in host and not host.endswith("]")):
        return text, PORT
    return host, port or PORT


def _is_port(text: str) -> bool:
    return text.isascii() and text.isdigit() and 0 < int(text[:6]) < 65536  # noqa: PLR2004
