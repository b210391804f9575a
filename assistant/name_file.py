"""The names of a library's companies and the words of its texts, kept beside its index: opening it then reads no text."""

import json
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import astuple
from functools import cache
from hashlib import sha256
from pathlib import Path

from assistant.acting_names import acting_name
from assistant.everyday import Everyday, TextWords, text_words
from assistant.name_forms import called_in_text, first_word_alone, forms_of, names_in_text
from assistant.names import CompanyName, NameBook
from ingest.library import Library
from ingest.library_files import PolicyRecord, write_file

NAMES_FILE = "names.json"
# The words of so many policies tell everyday words from names; more of them hold the same words.
_TEXTS_READ_FOR_WORDS = 20
# What the file holds follows from these modules: a change of one of them makes it anew.
_MADE_BY = ("acting_names.py", "everyday.py", "name_file.py", "name_forms.py")


def name_book(library: Library, policy_ids: Collection[str], folder: Path) -> NameBook:
    """The names of the companies of some policies: from their records and from what each policy calls its company.

    `folder` is that of their index, where `write_names` may have kept them.
    """
    records = _records(library, policy_ids)
    return _read(folder / NAMES_FILE, records) or _derived(library, records)


def write_names(library: Library, policy_ids: Collection[str], folder: Path) -> None:
    """Keep the names in the folder of an index. The caller holds the writer lock."""
    records = _records(library, policy_ids)
    path = folder / NAMES_FILE
    if _read(path, records) is not None:
        return
    book = _derived(library, records)
    content = {
        "made_of": _made_of(records),
        "names": [(name.policy_id, name.company, name.forms) for name in book.names],
        "words": [sorted(words) for words in (book.everyday.library.small, book.everyday.library.capital)],
    }
    write_file(path, json.dumps(content, separators=(",", ":")).encode("ascii"))


def _records(library: Library, policy_ids: Collection[str]) -> list[PolicyRecord]:
    return [record for record in library.current() if record.policy_id in policy_ids]


def _derived(library: Library, records: Sequence[PolicyRecord]) -> NameBook:
    forms: dict[str, tuple[str, ...]] = {}
    called: dict[str, tuple[str, ...]] = {}
    texts: list[str] = []
    for record in records:
        text = library.load(record.policy_id).text
        names = (record.policy_id, *record.aliases, *names_in_text(text), *first_word_alone(record.company, text))
        forms[record.policy_id] = forms_of(record.company, record.legal_name, names)
        called[record.policy_id] = forms_of("", "", (*called_in_text(text), acting_name(text)))
        if len(texts) < _TEXTS_READ_FOR_WORDS:
            texts.append(text)
    # What several policies call their companies, a group's name, tells none of them.
    owners = Counter(form for record in records for form in {*forms[record.policy_id], *called[record.policy_id]})
    known = [
        CompanyName(
            record.policy_id,
            record.company,
            _longest_first({*forms[record.policy_id], *(form for form in called[record.policy_id] if owners[form] == 1)}),
        )
        for record in records
    ]
    return NameBook(known, Everyday(text_words(texts)))


def _longest_first(forms: Collection[str]) -> tuple[str, ...]:
    return tuple(sorted(forms, key=lambda form: (-len(form), form)))


def _read(path: Path, records: Sequence[PolicyRecord]) -> NameBook | None:
    """The names in a file; None when there is none, or it was made of other records or by other code."""
    try:
        content = json.loads(path.read_bytes())
        if content["made_of"] != _made_of(records):
            return None
        names = [CompanyName(policy_id, company, tuple(forms)) for policy_id, company, forms in content["names"]]
        small, capital = (frozenset(words) for words in content["words"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return NameBook(names, Everyday(TextWords(small, capital)))


@cache
def _version() -> str:
    digest = sha256()
    for name in _MADE_BY:
        digest.update(Path(__file__).with_name(name).read_bytes())
    return digest.hexdigest()


def _made_of(records: Sequence[PolicyRecord]) -> str:
    digest = sha256(_version().encode())
    for record in records:
        digest.update(repr(astuple(record)).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()
