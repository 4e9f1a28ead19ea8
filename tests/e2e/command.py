"""The command as a user runs it: a process of its own."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"


def gongkai(
    *words: object, db: Path, env: Mapping[str, str] | None = None
) -> "subprocess.CompletedProcess[str]":
    """Run `gongkai --db DB WORDS…` to its end, output captured as text."""
    return subprocess.run(
        [sys.executable, "-m", "gongkai", "--db", str(db), *map(str, words)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=280,
        env=env,
        cwd=db.parent,
        check=False,
    )


def exported(db: Path) -> list[dict[str, Any]]:
    """Every line of the JSONL export. Fails where the export does not end well."""
    run = gongkai("export", "--format", "jsonl", db=db)
    assert run.returncode == 0, run.stderr
    return [json.loads(line) for line in run.stdout.splitlines()]
