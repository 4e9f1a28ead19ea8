"""The container file: its instructions, the sources that it copies, what it installs and runs as, all without an engine."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.deploy.installed import DEPLOY, ROOT

KNOWN = {
    *("FROM", "RUN", "WORKDIR", "COPY", "USER", "VOLUME", "ENV", "EXPOSE", "STOPSIGNAL", "ENTRYPOINT", "CMD"),
}


def instructions() -> list[tuple[str, str]]:
    """(instruction, rest) of every line that is none of a comment."""
    text = (DEPLOY / "Containerfile").read_text("utf-8").replace("\\\n", " ")
    rows = [row for row in text.splitlines() if row.strip() and not row.startswith("#")]
    return [(row.split(maxsplit=1)[0], row.split(maxsplit=1)[1]) for row in rows]


def copied() -> list[str]:
    """What is copied from the build's context."""
    rows = [rest.split() for name, rest in instructions() if name == "COPY" and "--from" not in rest]
    return [source for row in rows for source in row[:-1]]


def test_instructions_are_known_and_in_order() -> None:
    told = instructions()
    assert {name for name, _ in told} <= KNOWN
    stages = [rest.partition(" AS ")[2] for name, rest in told if name == "FROM"]
    assert told[0][0] == "FROM"
    assert all(re.search(r"--from=(\S+)", rest)[1] in stages for _, rest in told if "--from" in rest)  # type: ignore[index]
    last = [name for name, _ in told[[name for name, _ in told].index("ENTRYPOINT") - len(told) :]]
    assert last == ["ENTRYPOINT", "CMD"]
    for name, rest in told[-2:]:
        assert all(isinstance(word, str) for word in json.loads(rest)), (
            f"{name}: signals reach only the exec form"
        )


def test_it_does_not_run_as_root_and_writes_only_to_its_volume() -> None:
    told = dict(instructions())
    assert told["USER"] == "gongkai"
    assert told["VOLUME"] == told["WORKDIR"]
    assert told["ENV"].split("=")[1].startswith(told["VOLUME"])


def test_python_is_one_that_the_program_supports() -> None:
    versions = {re.search(r"python:3\.(\d+)", rest)[1] for name, rest in instructions() if name == "FROM"}  # type: ignore[index]
    assert len(versions) == 1
    assert 11 <= int(versions.pop()) < 14


@pytest.mark.slow
def test_what_is_copied_is_enough_to_install_and_run(tmp_path: Path) -> None:
    """The last step of `make install`, from a folder that holds just what the file copies, with the packages at hand."""
    context, target = tmp_path / "context", tmp_path / "site"
    context.mkdir()
    for name in copied():
        source = ROOT / name
        assert source.exists(), f"COPY {name}"
        if source.is_dir():
            shutil.copytree(source, context / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, context / name)
    install = [
        "install",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "--target",
        str(target),
        str(context),
    ]
    subprocess.run([sys.executable, "-m", "pip", *install], check=True)
    env = {**os.environ, "PYTHONPATH": str(target)}
    run = subprocess.run(
        [sys.executable, "-P", "-m", "gongkai", "--db", "a.db", "demo", "--no-serve"],
        env=env,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    where = "import gongkai, archive; print(gongkai.__file__, archive.__file__)"
    told = subprocess.run(
        [sys.executable, "-P", "-c", where], env=env, cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert told.stdout.count(str(target)) == 2, "the installed files were run"
