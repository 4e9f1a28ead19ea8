"""Starts a portal in its own process and speaks to its control port."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from typing import Any

from replica.site.sizes import SizeName


class Portal:
    """A running portal. `url` is its home address; everything else goes over the control port."""

    def __init__(self, *, port: int, control: int) -> None:
        self.url = f"http://127.0.0.1:{port}/"
        self._control = control

    def _ask(self, verb: str, **arguments: Any) -> Any:
        connection = HTTPConnection("127.0.0.1", self._control, timeout=120)
        try:
            connection.request(
                "POST", f"/{verb}", body=json.dumps(arguments), headers={"Connection": "close"}
            )
            answer = connection.getresponse()
            body = answer.read()
            if answer.status != 200:
                raise RuntimeError(f"replica: {verb}({arguments}) failed; see the replica's standard error")
            return json.loads(body)
        finally:
            connection.close()

    def truth(self) -> list[dict[str, Any]]:
        """Every report on the portal now: id, organ, year, form, title, published, url, sightings, attachments, figures, findings."""
        result: list[dict[str, Any]] = self._ask("truth")
        return result

    def log(self) -> list[dict[str, Any]]:
        """Every request the server saw: at, method, path (with query), headers, status."""
        result: list[dict[str, Any]] = self._ask("log")
        return result

    def organs(self) -> list[dict[str, str]]:
        """The organs of the portal's directory: key, name, short, kind."""
        result: list[dict[str, str]] = self._ask("organs")
        return result

    def events(self) -> list[dict[str, str]]:
        """What happened to the portal while it ran: event, report, at."""
        result: list[dict[str, str]] = self._ask("events")
        return result

    def clear_log(self) -> None:
        """Forgets the requests seen so far."""
        self._ask("clear")

    def change(self, report: str) -> dict[str, Any]:
        """Another text and other figures of that report (its id) at the same address; gives its new truth."""
        result: dict[str, Any] = self._ask("change", report=report)
        return result

    def add(self, *, organ: str | None = None, year: int | None = None) -> dict[str, Any]:
        """A further report, published today: of that organ (key or name; else the first) and year (else its next)."""
        result: dict[str, Any] = self._ask("add", organ=organ, year=year)
        return result

    def remove(self, report: str) -> dict[str, Any]:
        """Takes a report off its lists; its address answers 404. Gives its last truth."""
        result: dict[str, Any] = self._ask("remove", report=report)
        return result

    def restore(self, report: str) -> dict[str, Any]:
        """Puts a removed report back."""
        result: dict[str, Any] = self._ask("restore", report=report)
        return result

    def misbehave(self, kind: str, **how: Any) -> None:
        """From now on answers as `kind` (replica.server.faults) on paths that match `path`, after `after` requests, `times` times."""
        self._ask("misbehave", kind=kind, **how)

    def behave(self) -> None:
        """Ends every misbehaviour."""
        self._ask("behave")

    def clock(self, at: str) -> None:
        """Sets the portal's day (ISO with offset): what was published later is not there yet."""
        self._ask("clock", at=at)

    def redesign(self, *, generation: int | None = None) -> None:
        """Changes the furniture; with a generation that the family knows, every page's address too."""
        self._ask("redesign", generation=generation)

    def store_files_on(self, host: str) -> str:
        """Files are linked on another name of this machine (`localhost`), as on a cloud store; '' takes them back. Gives the origin."""
        result: str = self._ask("store", host=host)
        return result

    def tempt(self) -> str:
        """From now on every page links, in the words of reports, to a host that is not the portal's. Gives its origin."""
        result: str = self._ask("tempt")
        return result

    def strays(self) -> list[str]:
        """The paths that were asked of that host."""
        result: list[str] = self._ask("strays")
        return result


@contextmanager
def serve(*, family: str = "ucap", size: SizeName = "demo", seed: int = 1, port: int = 0) -> Iterator[Portal]:
    """A portal in its own process for as long as the context lasts."""
    arguments = json.dumps({"family": family, "size": size, "seed": seed, "port": port})
    command = [sys.executable, "-m", "replica.server.process", arguments]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        line = process.stdout.readline()
        if not line:
            raise RuntimeError("the replica did not start; see its standard error")
        try:
            yield Portal(**json.loads(line))
        finally:
            process.stdin.close()
            try:
                process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                process.kill()
