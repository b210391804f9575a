"""Bytes into text: UTF-8 exactly; anything else is recognised if it can be, with a note of what was assumed."""

import codecs
import re
from pathlib import Path

from ingest.errors import BinaryFile

# Four bytes first: a UTF-32 mark begins like a UTF-16 one.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_FORMATS = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP or Office document"),
    (b"\xd0\xcf\x11\xe0", "an Office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"\x1f\x8b", "a compressed file"),
)
# What policies were and are written in where it is not UTF-8; fewer candidates, fewer wrong guesses.
_CANDIDATES = (
    "cp932 euc_jp iso2022_jp gb18030 big5 euc_kr cp1252 cp1250 cp1251 cp1253 cp1254 cp1255 cp1256 cp1257 koi8_r "
    "utf_16_le utf_16_be"
).split()
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
# Stray control characters happen in text; more than this share does not.
_CONTROL_SHARE = 0.01
# The encoding shows in the beginning; a long file takes no longer than this to recognise.
_SAMPLE_BYTES = 200_000


def decode_text(path: Path, data: bytes, declared: str = "") -> tuple[str, str]:
    """The text of a file, and a note of what was assumed: empty when it is UTF-8. `declared` is tried before guessing.

    Raises BinaryFile for what is no text or in no encoding that can be told.
    """
    for signature, what in _FORMATS:
        if data.startswith(signature):
            raise BinaryFile(path, f"it is {what}, not text; save the policy's text as .txt in UTF-8")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _checked(path, _decode(path, data, encoding)), _note(encoding)
    try:
        return _checked(path, data.decode("utf-8")), ""
    except UnicodeDecodeError:
        pass
    if declared:
        try:
            return _checked(path, data.decode(declared)), _note(declared)
        except (LookupError, UnicodeDecodeError):
            pass
    return _recognised(path, data)


def _recognised(path: Path, data: bytes) -> tuple[str, str]:
    # Only files that are not UTF-8 pay for it.
    from charset_normalizer import from_bytes  # noqa: PLC0415

    best = from_bytes(data[:_SAMPLE_BYTES], cp_isolation=_CANDIDATES, enable_fallback=False).best()
    if best is None:
        raise BinaryFile(path, "it is not UTF-8, and its encoding cannot be told; save it as UTF-8 text")
    text = _decode(path, data, best.encoding)
    return _checked(path, text), _note(best.encoding)


def _decode(path: Path, data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise BinaryFile(path, f"it begins like {encoding} and is not ({error.reason}); save it as UTF-8 text") from error


def _checked(path: Path, text: str) -> str:
    controls = len(_CONTROL.findall(text))
    if "\x00" in text or controls > _CONTROL_SHARE * len(text) + 1:
        raise BinaryFile(path, "it holds binary data, not text; save the policy's text as .txt in UTF-8")
    return text


def _note(encoding: str) -> str:
    return f"not UTF-8; read as {encoding}. If letters look wrong, save the file as UTF-8 and ingest it again"
