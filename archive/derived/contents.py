"""What a reading says that its organ published, as digests: of the report as it was read, and of each file that prints it too."""

import json
from collections.abc import Mapping


def told(content: str) -> Mapping[str, str]:
    """Digest by the file's address; '' stands for the report itself, which alone is no JSON."""
    if not content.startswith("{"):
        return {"": content}
    found: dict[str, str] = json.loads(content)
    return found
