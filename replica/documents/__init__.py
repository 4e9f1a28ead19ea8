"""Made reports: what an organ published, as truth, and the documents that print it."""
