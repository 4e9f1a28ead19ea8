"""The tree of errors. Each message names the thing and the mend, in one line.

GongkaiError                         exit status 1
├─ UsageInvalid(what)                2: the command line, an address, a path
│  ├─ PortalInvalid(path, key)       2: a portal's TOML file
│  └─ FormInvalid(path, key)         2: a form's TOML file
├─ ArchiveBusy(path)                 3: another run holds the archive
├─ ArchiveNewer(path, schema)        2: written by a newer gongkai
├─ ArchiveDamaged(what)              1: a broken digest, reference or file
├─ ArchiveFull(path)                 1: the disk takes no more
├─ ReaderBroken(why)                 1: no reading process starts here, which is no document's fault
├─ ListingUnreadable(url, family)    1: a list that could not be read is never an empty list
└─ DocumentUnreadable(media_type, why)  1: becomes a reading with status `unreadable`
"""


class GongkaiError(Exception):
    """Base of every error that this project raises on purpose; `exit_status` is what the command line ends with."""

    exit_status = 1


class UsageInvalid(GongkaiError):
    """The command, an address or a path cannot be used as given."""

    exit_status = 2


class PortalInvalid(UsageInvalid):
    """A portal's TOML file has a wrong or missing key."""

    def __init__(self, path: object, key: str, why: str) -> None:
        super().__init__(f"{path}: {key}: {why}")


class FormInvalid(UsageInvalid):
    """A form's TOML file has a wrong or missing key."""

    def __init__(self, path: object, key: str, why: str) -> None:
        super().__init__(f"{path}: {key}: {why}")


class ArchiveBusy(GongkaiError):
    """Another run holds the archive's writer lock."""

    exit_status = 3


class ArchiveNewer(GongkaiError):
    """The archive's schema is newer than this program."""

    exit_status = 2


class ArchiveDamaged(GongkaiError):
    """Something the archive promised is not there or not whole."""


class ReaderBroken(GongkaiError):
    """No reading process starts here: the installation's fault and no document's, of which nothing may be recorded."""


class ArchiveFull(GongkaiError):
    """The disk takes no more; what was acknowledged before stays stored."""


class ListingUnreadable(GongkaiError):
    """A list page could not be read; it is never taken for an empty list."""

    def __init__(self, url: str, family: str, why: str) -> None:
        super().__init__(f"{url}: unreadable as a {family} list: {why}")


class DocumentUnreadable(GongkaiError):
    """A document's bytes give no text; `why` is what the reading records."""

    def __init__(self, media_type: str, why: str) -> None:
        super().__init__(f"{media_type}: {why}")
        self.media_type = media_type
        self.why = why
