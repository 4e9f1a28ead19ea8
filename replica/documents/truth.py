"""A report's truth as plain data, under the codebook's names."""

from decimal import Decimal
from typing import Any

from replica.documents.expected import findings
from replica.documents.report import Figure, Report

Json = dict[str, Any]


def figure(figure: Figure) -> Json:
    """A figure as JSON: decimals as numbers."""
    value = float(figure.value) if isinstance(figure.value, Decimal) else figure.value
    return {"value": value, "raw": figure.raw, "state": figure.state}


def described(report: Report) -> Json:
    """A report without its place on a portal."""
    return {
        "id": report.id,
        "organ": report.organ,
        "year": report.year,
        "form": report.form,
        "title": report.title,
        "published": report.published,
        "figures": {address: figure(each) for address, each in report.figures.items()},
        "findings": [{"code": each.code, "where": each.where} for each in findings(report)],
        "marks": list(report.marks),
    }
