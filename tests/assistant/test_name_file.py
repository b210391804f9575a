"""Names kept beside the index are those that the policies give, and no older ones."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.name_file import NAMES_FILE, name_book, write_names
from assistant.names import NameBook
from ingest.library import Library
from ingest.policy import Policy

ACME = Policy("acme", "Acme", 'Acme Trading Co., Ltd. (the "Company") keeps names. We set cookies.', aliases=("ACM",))
BIRCH = Policy("birch", "Birch", "Birch keeps letters.")


class Counting(Library):
    loads = 0

    def load(self, policy_id: str, version: str | None = None) -> Policy:
        self.loads += 1
        return super().load(policy_id, version)


@pytest.fixture
def library(tmp_path: Path) -> Counting:
    library = Counting(tmp_path)
    library.put(ACME)
    library.put(BIRCH)
    return library


def told(book: NameBook) -> tuple[object, ...]:
    return book.names, book.everyday.library, book.with_name("Acme Trading"), book.mentions("does ACM set cookies?")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "an-index"
    path.mkdir()
    return path


def test_kept_names_are_the_same_and_need_no_text(library: Counting, folder: Path) -> None:
    derived = told(name_book(library, {"acme", "birch"}, folder))
    write_names(library, {"acme", "birch"}, folder)
    library.loads = 0
    assert told(name_book(library, {"acme", "birch"}, folder)) == derived
    assert library.loads == 0


@pytest.mark.parametrize(
    "change",
    [
        lambda library, _: library.put(replace(ACME, aliases=("Nadel",))),
        lambda library, _: library.put(replace(ACME, text="Nothing.")),
        lambda library, _: library.remove("birch"),
        lambda _, folder: (folder / NAMES_FILE).write_text("[]", encoding="utf-8"),
        lambda _, folder: (folder / NAMES_FILE).write_bytes(b"\xff"),
    ],
    ids="facts text removal other garbage".split(),
)
def test_names_of_other_policies_or_damaged_ones_are_not_used(
    change: Callable[[Library, Path], None], library: Counting, folder: Path, tmp_path: Path
) -> None:
    write_names(library, {"acme", "birch"}, folder)
    change(library, folder)
    fresh = told(name_book(library, {"acme", "birch"}, tmp_path / "nowhere"))
    library.loads = 0
    assert told(name_book(library, {"acme", "birch"}, folder)) == fresh
    assert library.loads > 0


def test_what_several_policies_call_their_company_tells_none_of_them(library: Counting, folder: Path) -> None:
    library.put(Policy("cedar", "Cedar", "Cedar Mail Inc. (“Woods”, “we”) keeps names."))
    assert name_book(library, {"acme", "cedar"}, folder).with_name("Woods") == ("cedar",)
    library.put(Policy("larch", "Larch", "Larch Mail Inc. (“Woods”, “we”) keeps names."))
    assert name_book(library, {"acme", "cedar", "larch"}, folder).with_name("Woods") == ()
