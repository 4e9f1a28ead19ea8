"""A process of its own for hostile documents, and what it and its parent send each other."""
