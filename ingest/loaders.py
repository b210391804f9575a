"""One loader a file format, chosen by the file's suffix: bytes on disk → the exact text of a policy."""

import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ingest.decoding import decode_text
from ingest.errors import EmptyFile, FileTooLarge, UnknownSuffix, UnreadableFile

# Larger than any policy seen by a factor of ten; a bigger file is some other file.
DEFAULT_MAX_BYTES = 10 * 1024 * 1024
# Documents people keep policies in that no loader reads: found in a folder they are reported, other files passed over.
UNREAD_DOCUMENTS = frozenset(".pdf .doc .docx .odt .rtf .pages .epub .xhtml .mht .mhtml .rst .tex .wpd".split())


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a loader makes of a file. `notes` say what was assumed, each in one line; empty when nothing was.

    `title` and `language` (a two- or three-letter code) are empty where the file does not say.
    """

    text: str
    title: str = ""
    language: str = ""
    notes: tuple[str, ...] = ()


def _load_text(path: Path, data: bytes) -> Loaded:
    text, note = decode_text(path, data)
    return Loaded(text, notes=(note,) if note else ())


def _load_html(path: Path, data: bytes) -> Loaded:
    # lxml takes longer to import than a text file to read.
    from ingest.html_page import read_page  # noqa: PLC0415

    page = read_page(path, data)
    return Loaded(page.text, page.title, page.language, page.notes)


_LOADERS: dict[str, Callable[[Path, bytes], Loaded]] = {
    ".txt": _load_text,
    ".md": _load_text,
    ".markdown": _load_text,
    ".html": _load_html,
    ".htm": _load_html,
}
SUFFIXES = tuple(_LOADERS)


def load_file(path: Path, max_bytes: int = DEFAULT_MAX_BYTES) -> Loaded:
    """The text of a policy file. For plain text and Markdown in UTF-8 that is the file decoded and nothing else.

    Raises a FileError that names the file and what to do: unknown suffix, missing, too large, empty, binary, not decodable.
    """
    _check_kind(path)
    loader = _LOADERS.get(path.suffix.lower())
    if loader is None:
        known = ", ".join(SUFFIXES)
        what = f"'{path.suffix}' files are not read" if path.suffix else "a name without a suffix does not tell the format"
        raise UnknownSuffix(path, f"{what}; save the policy's text as one of {known}")
    data = _read(path, max_bytes)
    if not data.strip():
        raise EmptyFile(path, "the file is empty; put the policy's text in it or take it away")
    loaded = loader(path, data)
    if not any(character.isalnum() for character in loaded.text):
        raise EmptyFile(path, "there are no words in it; put the policy's text in it or take it away")
    return loaded


def _check_kind(path: Path) -> None:
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        raise UnreadableFile(path, "there is no such file or folder; check the path") from None
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error
    if not stat.S_ISREG(mode):
        raise UnreadableFile(path, f"it is {'a folder' if stat.S_ISDIR(mode) else 'no regular file'}; name a policy file")


def _read(path: Path, max_bytes: int) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(max_bytes + 1)
    except OSError as error:
        raise _unreadable(path, error) from error
    if len(data) > max_bytes:
        raise FileTooLarge(
            path, f"more than {max_bytes} bytes; split it, or raise the limit: POLICY_ASSISTANT_MAX_FILE_BYTES (max_file_bytes)"
        )
    return data


def _unreadable(path: Path, error: Exception) -> UnreadableFile:
    reason = getattr(error, "strerror", None) or error
    return UnreadableFile(path, f"it cannot be read: {reason}; check the path and its permissions")
