"""Which encryption a line to a server must have (T14).

The rule book's handling is ``verify-full``: encrypted, and proved that nobody else answers. Where
an address to another computer says nothing, that is asked for. Modes that would go on without
encryption when the server, or whoever stands between, offers none, are asked as ``require``. An
open line there is had only by an address that says ``sslmode=disable``.
"""

from collections.abc import Mapping
from ipaddress import ip_address
from typing import Final

PROVED: Final = "verify-full"
_GIVES_IN: Final = frozenset({"allow", "prefer"})
_ENCRYPTED: Final = "require"


def mode_for(said: Mapping[str, object], environment: Mapping[str, str]) -> str:
    """The ``sslmode`` that a line must ask for; empty where what is said may stand.

    Args:
        said: parameters of the address, by the names that libpq has for them.
        environment: the process's; libpq reads host and mode there when the address has none. What
            a service file says is not looked into.
    """
    hosts = f"{said.get('host') or environment.get('PGHOST', '')}".split(",")
    hosts += f"{said.get('hostaddr') or environment.get('PGHOSTADDR', '')}".split(",")
    if all(map(is_here, hosts)):
        return ""
    mode = f"{said.get('sslmode') or environment.get('PGSSLMODE', '')}"
    if not mode:
        return PROVED
    return _ENCRYPTED if mode in _GIVES_IN else ""


def is_here(host: str) -> bool:
    """Whether a host is this computer: a socket, ``localhost``, an address that never leaves it."""
    name = host.strip().strip("[]")
    if not name or name.startswith(("/", "@")) or name.lower() == "localhost":
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False
