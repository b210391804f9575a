"""What can go wrong below retrieval: files, policies.toml, the library. Every message is one line: what, and what mends it.

IngestError
├── FileError              one file cannot become a policy; `path` and `problem` apart
│   ├── UnreadableFile     missing, not permitted, no regular file
│   ├── UnknownSuffix      a format that is not read
│   ├── FileTooLarge       more bytes than the settings allow
│   ├── EmptyFile          no words in it
│   ├── BinaryFile         not text, or text in no encoding that can be told
│   ├── TextLost           the words found in a page are not all the words it shows
│   └── PoliciesTomlError  a policies.toml, or what it says of a file, cannot be read
└── LibraryError           the library as a whole: cannot be written
    ├── UnknownPolicyId    no policy of this id
    ├── UnknownVersion     the policy has no such version
    ├── LibraryDamaged     what is on disk is not what was written
    └── HomeLocked         another process is writing
"""

from pathlib import Path


def one_line(words: object) -> str:
    """Anything as one line: an operating system's or a parser's complaint may be several."""
    return " ".join(str(words).split())


class IngestError(Exception):
    """Anything the ingest layer refuses. Its message is one line."""


class FileError(IngestError):
    """A file that cannot become a policy. `problem` says what is wrong and what mends it, without the path."""

    def __init__(self, path: Path, problem: str) -> None:
        self.path = path
        self.problem = one_line(problem)
        super().__init__(f"{one_line(path)}: {self.problem}")


class UnreadableFile(FileError):  # noqa: N818 - named for the state, like FileNotFoundError's siblings
    """The file is missing, may not be read or is no regular file."""


class UnknownSuffix(FileError):  # noqa: N818
    """The file's name ends in nothing a loader reads."""


class FileTooLarge(FileError):  # noqa: N818
    """The file has more bytes than the settings allow."""


class EmptyFile(FileError):  # noqa: N818
    """The file has no words."""


class BinaryFile(FileError):  # noqa: N818
    """The file is no text, or in an encoding that cannot be told."""


class TextLost(FileError):  # noqa: N818
    """Extraction would lose words that a reader of the page sees."""


class PoliciesTomlError(FileError):
    """A policies.toml that cannot be read, or says something of a file that cannot be."""


class LibraryError(IngestError):
    """The library cannot be written or read."""


class UnknownPolicyId(LibraryError):  # noqa: N818
    """The library holds no policy of this id."""


class UnknownVersion(LibraryError):  # noqa: N818
    """The policy is there, this version of it is not."""


class LibraryDamaged(LibraryError):  # noqa: N818
    """What is on disk is not what was written."""


class HomeLocked(LibraryError):  # noqa: N818
    """Another process is writing to this home."""
