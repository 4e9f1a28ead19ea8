"""Real HTTP for a replica: its own process, its own port, and a control port beside it."""
