"""The command line, composed from one `cli.py` a package and loaded verb by verb, so that no verb pays for another's imports."""

import errno
import logging
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from types import MappingProxyType

import click

from archive.errors import GongkaiError

VERBS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "crawl": (
            "gongkai.crawling:crawl",
            "Find, fetch and archive the reports of portals, then read what is new.",
        ),
        "add": ("gongkai.adding:add", "Archive local files and folders as if fetched, then read them."),
        "extract": ("extract.cli:extract", "Read every source that this extractor has not read."),
        "serve": ("archive.browse.cli:serve", "Open the archive in Datasette."),
        "status": ("archive.cli:status", "The archive at a glance."),
        "coverage": ("archive.cli:coverage", "Organ by year: found, missing, late, unreadable."),
        "history": ("archive.cli:history", "The versions of one report."),
        "diff": (
            "archive.cli:diff",
            "What changed between two versions, cell by cell and sentence by sentence.",
        ),
        "show": ("archive.cli:show", "One archived copy."),
        "search": ("archive.cli:search", "Full text: any Chinese string of one character or more."),
        "export": ("archive.cli:export", "The archive as JSON lines and other formats."),
        "merge": ("archive.cli_keep:merge", "Join other archives into this one."),
        "verify": (
            "archive.cli_keep:verify",
            "Every stored byte against its digest, every reference, every index.",
        ),
        "backup": ("archive.cli_keep:backup", "A whole copy of the archive while it is in use."),
        "compact": ("archive.cli_keep:compact", "Retrain dictionaries and rewrite bodies smaller."),
        "portals": ("crawler.cli_portals:portals", "The portals that are known."),
        "forms": ("extract.cli:forms", "The statutory forms that are known."),
        "demo": ("gongkai.demo:demo", "Crawl the bundled replica portal and browse the result."),
    }
)
"""Verb → (`module:command`, its line in `gongkai --help`), in the order shown."""


STATUSES: Mapping[int, int] = MappingProxyType(
    {
        errno.ENOSPC: 1,
        **dict.fromkeys((errno.EACCES, errno.EPERM, errno.EROFS, errno.ENAMETOOLONG), 2),
    }
)
"""What the system says of a place that takes no more, or of a path that it does not follow → the exit status."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Options:
    """What stands before the verb, and what one package needs of another."""

    db: Path
    laid: str = "extract.laid"
    """The module that browsing starts to lay out the tables of documents that browsers don't show."""


class LazyVerbs(click.Group):
    """A group that imports a verb's module only when the verb is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VERBS:
            return None
        module, _, name = VERBS[cmd_name][0].partition(":")
        command = getattr(import_module(module), name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the verbs from the table above: help costs no import."""
        with formatter.section("Verbs"):
            formatter.write_dl([(verb, line) for verb, (_, line) in VERBS.items()])

    def invoke(self, ctx: click.Context) -> object:
        """Turn this project's own errors into one line and the exit status they carry."""
        try:
            return super().invoke(ctx)
        except GongkaiError as error:
            click.echo(f"gongkai: {error}", err=True)
            ctx.exit(error.exit_status)
        except OSError as error:
            status = STATUSES.get(error.errno or 0)
            if status is None:
                raise
            click.echo(f"gongkai: {error.filename or 'standard output'}: {error.strerror}", err=True)
            ctx.exit(status)


@click.group(cls=LazyVerbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="gongkai")
@click.option(
    "--db",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("gongkai.db"),
    envvar="GONGKAI_DB",
    show_default=True,
    show_envvar=True,
    help="The archive.",
)
@click.option("-v", "--verbose", count=True, help="Log more; twice for each request.")
@click.pass_context
def main(ctx: click.Context, db: Path, verbose: int) -> None:
    """Find, archive, read and browse the annual disclosure reports of Chinese government portals.

    \b
    Example:
      gongkai crawl http://www.example.gov.cn
      gongkai serve
    """
    if isinstance(sys.stdout, TextIOWrapper):
        # A terminal shows what it has characters for; what goes on to a program or file is UTF-8 (for JSON: RFC 8259 §8.1).
        sys.stdout.reconfigure(encoding=None if sys.stdout.isatty() else "utf-8", errors="replace")
    ctx.obj = Options(db=db)
    level = (logging.WARNING, logging.INFO, logging.DEBUG)[min(verbose, 2)]
    logging.basicConfig(
        stream=sys.stderr, level=level, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
