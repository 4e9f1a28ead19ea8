"""Name resolution that refuses private addresses: the address that is checked is the one that is connected to."""

from scrapy.resolver import CachingThreadedResolver
from twisted.internet.base import ReactorBase
from twisted.internet.defer import Deferred

from archive.records import Outcome
from crawler.address import is_private
from crawler.middlewares.refused import Refused


class GuardedResolver(CachingThreadedResolver):
    """Scrapy's resolver with a check of what a name resolves to, against portals (or their forgers) that name our own network."""

    def __init__(self, reactor: ReactorBase, *, allow_private: bool, timeout: float) -> None:
        super().__init__(reactor, 10_000, timeout)
        self._allow_private = allow_private

    def getHostByName(self, name: str, timeout: object = ()) -> Deferred[str]:
        return super().getHostByName(name).addCallback(self._checked, name)

    def _checked(self, address: str, name: str) -> str:
        if not self._allow_private and is_private(address):
            raise Refused(
                Outcome.PRIVATE_ADDRESS, f"{name} resolves to {address}, which is not on the public internet"
            )
        return address
