"""Times and sizes as people write them on the command line."""

import re

import click

_SECONDS = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86400}
_BYTES = {"": 1, "k": 2**10, "m": 2**20, "g": 2**30, "t": 2**40}


class Duration(click.ParamType[float]):
    """Seconds from `90`, `90s`, `45m`, `6h` or `1d`."""

    name = "duration"

    def __init__(self, *, none: bool = False) -> None:
        """`none` says whether no time at all is one."""
        self._none = none

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Fails for anything else."""
        found = re.fullmatch(r"(\d{1,15}(?:\.\d{1,15})?|\.\d{1,15})([smhd]?)", str(value).strip().lower())
        if not found or not (self._none or float(found[1])):
            self.fail(f"{value}: no time (90s, 45m, 6h, 1d)", param, ctx)
        return float(found[1]) * _SECONDS[found[2]]


class Size(click.ParamType[int]):
    """Bytes from `500000`, `512M` or `2G`."""

    name = "size"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Fails for anything else."""
        found = re.fullmatch(r"(\d{1,15}(?:\.\d{1,15})?)([kmgt]?)b?", str(value).strip().lower())
        if not found:
            self.fail(f"{value}: no size (512M, 2G)", param, ctx)
        return int(float(found[1]) * _BYTES[found[2]])
