"""Files and folders of policies, with what policies.toml says of them, into Policies; what cannot be read, into Failures."""

import logging
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.dates import read_dates
from ingest.errors import FileError, PoliciesTomlError, UnreadableFile, one_line
from ingest.loaders import DEFAULT_MAX_BYTES, SUFFIXES, UNREAD_DOCUMENTS, Loaded, load_file
from ingest.policies_toml import POLICIES_TOML, Companies, PolicyFacts, read_companies
from ingest.policy import Policy
from ingest.policy_id import policy_id_of

BUNDLED = Path(__file__).parent / "policies"
"""The folder of the policies that come with the product."""

# A text with this share of kana is Japanese; Chinese has none, and an English policy quotes a name or two.
_KANA_SHARE = 0.05

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Failure:
    """A path that gave no policy. `error` says in one line what is wrong and what mends it, without the path."""

    path: Path
    error: str


def read_corpus(paths: Sequence[Path], max_bytes: int = DEFAULT_MAX_BYTES) -> Iterator[Policy | Failure]:
    """The policies of files and of folders, sorted within a folder and read one at a time. Nothing is raised for a bad path.

    A folder is searched with its sub-folders; hidden files and formats that hold no policies are passed over. Two files that
    would have the same id give one policy and one Failure.
    """
    companies: dict[Path, Companies | Failure] = {}
    owners: dict[str, Path] = {}
    seen: set[Path] = set()
    for found in _files(paths):
        if isinstance(found, Failure):
            yield found
            continue
        same = _resolved(found)
        if same in seen:
            continue
        seen.add(same)
        if found.parent not in companies:
            companies[found.parent] = beside = _companies(found.parent)
            yield from _complaints(beside)
        yield _read(found, companies[found.parent], owners, max_bytes)


def _resolved(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError):
        return path  # a loop of links, a name no file can have: loading it says what is wrong


def _files(paths: Iterable[Path]) -> Iterator[Path | Failure]:
    for path in paths:
        try:
            is_folder = path.is_dir()
        except (OSError, ValueError):
            is_folder = False
        if not is_folder:
            yield path
            continue
        any_found = False
        for found in _in_folder(path):
            any_found = True
            yield found
        if not any_found:
            yield Failure(path, f"the folder holds no policy files ({', '.join(SUFFIXES)}); name another, or put some in it")


def _in_folder(folder: Path) -> Iterator[Path | Failure]:
    complaints: list[OSError] = []
    for place, folders, names in os.walk(folder, onerror=complaints.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            suffix = os.path.splitext(name)[1].lower()  # noqa: PTH122 - a Path for each of a million files takes a second
            if not name.startswith(".") and (suffix in SUFFIXES or suffix in UNREAD_DOCUMENTS):
                yield Path(place) / name
    for complaint in complaints:
        where = Path(complaint.filename or folder)
        yield Failure(where, f"the folder cannot be read: {complaint.strerror}; check its permissions")


def _companies(folder: Path) -> Companies | Failure:
    try:
        return read_companies(folder)
    except FileError as error:
        return Failure(error.path, f"{error.problem}; the files beside it were not read")


def _complaints(companies: Companies | Failure) -> Iterator[Failure]:
    if isinstance(companies, Failure):
        yield companies
        return
    for name in companies.without_file():
        problem = f"[{name}] names no file beside it; correct the name or delete the table"
        yield Failure(companies.path, one_line(problem))


def _read(path: Path, companies: Companies | Failure, owners: dict[str, Path], max_bytes: int) -> Policy | Failure:
    if isinstance(companies, Failure):
        return Failure(path, f"not read, because {POLICIES_TOML} beside it cannot be; correct that file")
    try:
        path.name.encode("utf-8")
    except UnicodeEncodeError:
        return Failure(path, "its name is not UTF-8; rename the file")
    try:
        facts = companies.facts(path)
        policy_id = policy_id_of(path)
        loaded = load_file(path, max_bytes)
        other = owners.setdefault(policy_id, path)
        if other != path:
            raise UnreadableFile(path, f"it would have the same id '{policy_id}' as {other}; rename one of the two")
    except PoliciesTomlError as error:
        return Failure(path, f"{POLICIES_TOML} beside it: {error.problem}")
    except FileError as error:
        return Failure(path, error.problem)
    for note in loaded.notes:
        _log.warning("%s: %s", one_line(path), note)
    return _policy(path, policy_id, loaded, facts)


def _policy(path: Path, policy_id: str, loaded: Loaded, facts: PolicyFacts) -> Policy:
    dates = read_dates(loaded.text)
    return Policy(
        policy_id=policy_id,
        company=facts.company or path.stem,
        text=loaded.text,
        legal_name=facts.legal_name,
        aliases=facts.aliases,
        title=facts.title or loaded.title,
        url=facts.url,
        language=facts.language or loaded.language or _language(loaded.text),
        effective_date=dates.effective,
        revised_date=dates.revised,
        retrieved=facts.retrieved,
        source=path.name,
    )


def _language(text: str) -> str:
    letters = sum(character.isalpha() for character in text)
    kana = sum("\u3040" <= character <= "\u30ff" for character in text)
    return "ja" if kana > _KANA_SHARE * letters else "en"
