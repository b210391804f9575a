"""No guessing of passwords: after some failures a name is not tried from there for a while, whoever knows the password."""

import time
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address, ip_network

from assistant.ui.limits import Rate

WINDOW_SECONDS = 300.0
# A person mistypes now and then; a list of common passwords has thousands.
FAILURES_OF_A_NAME = 5
# One password tried on many names. Higher, since an office shares an address.
FAILURES_OF_AN_ADDRESS = 50


class Lockout:
    """Counts failures of a name from an address, and of an address whatever the name."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._names = Rate(FAILURES_OF_A_NAME, clock, WINDOW_SECONDS)
        self._addresses = Rate(FAILURES_OF_AN_ADDRESS, clock, WINDOW_SECONDS)

    def wait(self, name: str, address: str) -> float:
        """How many seconds until this name may be tried from this address; 0 when it may now."""
        place = neighbourhood(address)
        return max(self._names.wait(_key(name, place), count=False), self._addresses.wait(place, count=False))

    def failed(self, name: str, address: str) -> None:
        """Count a failure."""
        place = neighbourhood(address)
        self._names.wait(_key(name, place))
        self._addresses.wait(place)

    def succeeded(self, name: str, address: str) -> None:
        """Forget the failures of the name from there; those of the address stay."""
        self._names.forget(_key(name, neighbourhood(address)))


def neighbourhood(address: str) -> str:
    """What one machine can choose its address from: a whole /64 with IPv6."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    return str(ip_network((parsed, 64), strict=False)) if isinstance(parsed, IPv6Address) else address


def _key(name: str, place: str) -> str:
    return f"{place} {name[:100]}"
