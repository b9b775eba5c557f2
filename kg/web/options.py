"""What the person who starts the server decides; the standard library only."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class Options:
    """How the server answers: equal if all options are.

    `host` is the address it listens at, `allowed_hosts` are names that it may be called beside those of this machine,
    `cors` origins whose pages may ask the endpoint. The limits are those of a query: seconds, megabytes, rows.
    """

    host: str = "127.0.0.1"
    allowed_hosts: tuple[str, ...] = ()
    cors: tuple[str, ...] = ()
    time_limit: float | None = None
    memory_limit: int | None = None
    row_limit: int | None = None

    def allows(self, host: str) -> bool:
        """Whether a request may call the server by this name, given without a port.

        A page of somebody else may give its own name the address of this machine (DNS rebinding) and so read what we
        answer, but only under that name: an address in numbers is always meant, once others than this machine are
        served.
        """
        name = host.lower()
        if name in LOOPBACK or name == self.host.lower() or name in map(str.lower, self.allowed_hosts):
            return True
        return self.host not in LOOPBACK and _is_address(name)


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
