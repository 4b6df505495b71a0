"""Whose word about a client's address is taken: `X-Forwarded-For`, from the operator's own proxies only."""

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address


@dataclass(frozen=True, slots=True)
class Proxies:
    """The networks of the proxies in front of the hub; none: every peer is the client itself."""

    networks: tuple[IPv4Network | IPv6Network, ...] = ()

    def trusts(self, address: str) -> bool:
        """Whether this is one of the proxies."""
        known = _address(address) if self.networks else None
        return known is not None and any(known in each for each in self.networks)

    def client(self, peer: str, forwarded: Sequence[str]) -> str:
        """The client's address: of the peer and the `X-Forwarded-For` lines, the last that is not a proxy.

        What stands further left was said by the client, or by somebody whom we do not know: it may be anything.
        """
        hops = [hop for line in forwarded for hop in line.split(",")] if self.networks else []
        while hops and self.trusts(peer):
            known = _address(hops.pop().strip())
            if known is None:
                break
            peer = str(known)
        return peer


def _address(text: str) -> IPv4Address | IPv6Address | None:
    """An address as proxies write it: some add the port."""
    host = text.removeprefix("[").partition("]")[0]
    if host.count(":") == 1:
        host = host.partition(":")[0]
    try:
        known = ip_address(host)
    except ValueError:
        return None
    return getattr(known, "ipv4_mapped", None) or known
