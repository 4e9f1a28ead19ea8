"""What a reading says that its organ published, as digests: of the report as it was read, and of each file that prints it too."""

import json
from collections.abc import Mapping


def told(content: str) -> Mapping[str, str]:
    """Digest by the file's address; '' stands for the report itself, which alone is no JSON."""
    if not content.startswith("{"):
        return {"": content}
    found: dict[str, str] = json.loads(content)
    return found


def edited(older: str, newer: str) -> Mapping[str, str]:
    """What both have and the newer says otherwise. A file that came, went or moved says nothing that the report does not."""
    was, now = told(older), told(newer)
    return {name: now[name] for name in was.keys() & now.keys() if was[name] != now[name]}
