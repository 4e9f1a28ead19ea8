"""A run's numbers as a text file for Prometheus (the node exporter's textfile collector), replaced whole at each run's end."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from prometheus_client import CollectorRegistry, Gauge, write_to_textfile

from gongkai.account import Account


def write(path: Path, account: Account) -> str | None:
    """Write the file at once and whole; gives what went wrong, in a line, or null."""
    try:
        write_to_textfile(str(path), registry(account))
    except OSError as error:
        return f"--metrics {path}: {error.strerror}"
    return None


def registry(account: Account) -> CollectorRegistry:
    """The metrics of one run. Times are seconds since 1970; what a run that could not begin does not know is left out."""
    told = CollectorRegistry()
    numbers: dict[str, tuple[str, float]] = {
        "gongkai_run_exit_status": ("Exit status of the last run.", account.exit_status),
        "gongkai_run_failures": ("Things that a person should look at.", len(account.failures)),
        "gongkai_run_requests": ("Requests of the last run.", account.requests),
        "gongkai_run_bytes": ("Bytes of the bodies that the last run received.", account.bytes),
    }
    for thing, count in account.archived.items():
        if thing == "free":
            numbers["gongkai_disk_free_bytes"] = ("Bytes free on the archive's disk.", count)
        else:
            numbers[f"gongkai_archive_{thing}"] = (f"How many {thing} the archive has.", count)
    for moment, at in (("start", account.started_at), ("end", account.ended_at)):
        if at is not None:
            seconds = datetime.fromisoformat(at).timestamp()
            numbers[f"gongkai_run_{moment}_time_seconds"] = (f"When the last run's {moment} was.", seconds)
    for name, (says, value) in numbers.items():
        Gauge(name, says, registry=told).set(value)
    _labelled(
        told,
        "gongkai_run_visits",
        "Visits of the last run by what they came to.",
        "outcome",
        account.verdicts,
    )
    _labelled(
        told, "gongkai_run_reports", "Reports by what the last run did to them.", "change", account.reports
    )
    _labelled(
        told, "gongkai_run_read", "Sources that the last run read, by status.", "status", account.read or {}
    )
    for name, says, values in (
        ("requests", "Requests of the last run.", {one.portal: one.requests for one in account.portals}),
        (
            "reports",
            "Report pages fetched or confirmed.",
            {one.portal: one.reports for one in account.portals},
        ),
        ("failed", "Whether it failed, 1 or 0.", {one.portal: bool(one.failure) for one in account.portals}),
    ):
        _labelled(told, f"gongkai_portal_{name}", says, "portal", values)
    info = Gauge("gongkai_info", "Versions.", ["code", "extractor"], registry=told)
    info.labels(account.code or "", account.extractor).set(1)
    return told


def _labelled(told: CollectorRegistry, name: str, says: str, label: str, values: Mapping[str, float]) -> None:
    gauge = Gauge(name, says, [label], registry=told)
    for key, value in values.items():
        gauge.labels(key).set(value)
