"""By which names a request may address this server.

A page of another site can have its own name lead to this machine, and then read what is served here
as if it were its own (DNS rebinding). The Host header tells which name the browser was given.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import ip_address

from rag.types import QueryError

_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})
_NAME = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*")


@dataclass(frozen=True, slots=True)
class OwnHosts:
    """The hosts that requests may name: `names`, and with `any_address` every IP address.

    An address needs no check: what leads astray is a name that another has the say of.
    """

    names: frozenset[str] = _LOCAL
    any_address: bool = False

    def include(self, header: str) -> bool:
        """True if a Host header, its port left aside, names this server.

        >>> [OwnHosts().include(h) for h in ("localhost:7860", "[::1]", "evil.example", "10.0.0.7")]
        [True, True, False, False]
        """
        host = _host_of(header)
        return host in self.names or (self.any_address and _is_address(host))


def own_hosts(bound: str, host: str, allowed: Iterable[str] = ()) -> OwnHosts:
    """The hosts of a server that was told to listen on `host`, which is the address `bound`.

    On a loopback address those are the names of this machine to itself, else also all addresses;
    and those that are `allowed`. QueryError if one of these is no name.

    >>> own_hosts("0.0.0.0", "0.0.0.0", ["Library.example"]).include("library.example:80")
    True
    """
    names = frozenset(_checked(name) for name in allowed)
    is_loopback = ip_address(bound).is_loopback
    return OwnHosts(_LOCAL | names | {bound, host.lower()}, any_address=not is_loopback)


def _host_of(header: str) -> str:
    header = header.strip().lower()
    if header.startswith("["):
        return header[1:].partition("]")[0]
    return header.partition(":")[0].removesuffix(".")


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _checked(name: str) -> str:
    host = name.lower().removesuffix(".").removeprefix("[").removesuffix("]")
    if not _NAME.fullmatch(host) and not _is_address(host):
        raise QueryError(
            f"--allow-host {name!r} is no host's name; give one such as library.example, "
            "without http:// and port"
        )
    return host
