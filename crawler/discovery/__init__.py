"""What to ask a portal for next: what is known, what was learned, and what is worth a request."""
