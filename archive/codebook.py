"""The addresses of the statutory figures, as the codebook names them; what the wide views and exports spread out."""

from collections.abc import Iterator

APPLICANTS = (
    "individual",
    "company",
    "research_institution",
    "social_organisation",
    "legal_service",
    "other_organisation",
    "total",
)
REQUESTS = (
    "received",
    "carried_in",
    "granted",
    "partially_granted",
    "refused_state_secret",
    "refused_prohibited_by_law",
    "refused_safety_and_stability",
    "refused_third_party_rights",
    "refused_internal_affairs",
    "refused_process_information",
    "refused_enforcement_files",
    "refused_administrative_inquiry",
    "unavailable_not_held",
    "unavailable_needs_creation",
    "unavailable_unclear_request",
    "declined_petition_or_complaint",
    "declined_repeated",
    "declined_publications",
    "declined_excessive",
    "declined_confirmation",
    "other",
    "other_not_corrected",
    "other_fee_unpaid",
    "other_other",
    "concluded_total",
    "carried_out",
)
RESULTS = ("upheld", "corrected", "other", "pending", "total")
REVIEWS = ("review", "litigation_direct", "litigation_after_review")
_COUNTS = ("issued", "repealed", "in_force", "made", "disclosed", "total_disclosed")
_ITEMS = ("previous_items", "change", "decisions")
PROACTIVE = {
    "regulations": _COUNTS,
    "normative_documents": _COUNTS,
    "administrative_licensing": _ITEMS,
    "other_external_services": _ITEMS,
    "administrative_penalty": _ITEMS,
    "administrative_coercion": _ITEMS,
    "administrative_fees": ("previous_items", "change", "amount"),
    "government_procurement": ("items", "amount"),
}
"""Row → its columns, those of the form of 2021 and those of 2019 together."""


def addresses() -> Iterator[tuple[str, str, str]]:
    """Every (table, row, column) of the statutory tables of 2019 and 2021, in the order of the form."""
    yield from (("proactive", row, column) for row, columns in PROACTIVE.items() for column in columns)
    yield from (("requests", row, column) for row in REQUESTS for column in APPLICANTS)
    yield from (("review_litigation", row, column) for row in REVIEWS for column in RESULTS)


def spread(row: str, column: str) -> str:
    """The name of a figure's column in a wide table."""
    return f"{row}_{column}"
