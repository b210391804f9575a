"""The library keeps every version, is whole at every moment and says what is wrong with it."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.catalog import CATALOG_FILE
from ingest.corpus import BUNDLED, read_corpus
from ingest.errors import HomeLocked, LibraryDamaged, LibraryError, UnknownPolicyId, UnknownVersion
from ingest.library import Library, writer_lock
from ingest.policy import Policy

ROOT = Path(__file__).parents[2]
ACME = Policy(
    policy_id="acme",
    company="Acme",
    text="We collect names.\r\n",
    legal_name="Acme Inc.",
    aliases=("ACM", "アクメ"),
    title="Notice",
    url="https://example.com",
    language="en",
    effective_date=date(2024, 1, 2),
    revised_date=date(2025, 1, 2),
    retrieved=date(2026, 1, 2),
    source="acme.txt",
)
NEWER = replace(ACME, text="We collect names and addresses.\n")


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "home")


def test_a_policy_comes_back_as_it_was_put(library: Library) -> None:
    assert library.put(ACME) == "added"
    assert library.load("acme") == ACME
    (record,) = library.current()
    for name in ("policy_id", "company", "legal_name", "aliases", "title", "url", "language", "version"):
        assert getattr(record, name) == getattr(ACME, name)
    assert (record.effective_date, record.revised_date, record.retrieved) == (
        date(2024, 1, 2),
        date(2025, 1, 2),
        date(2026, 1, 2),
    )
    assert (library.folder / "acme" / ACME.version / "policy.txt").read_bytes() == ACME.text.encode()


@settings(max_examples=40)  # each writes and flushes six files
@given(st.text(st.characters(exclude_categories=[])), st.text())
def test_any_text_and_name_come_back(tmp_path_factory: pytest.TempPathFactory, text: str, company: str) -> None:
    library = Library(tmp_path_factory.mktemp("any"))
    policy = Policy("p", company, text)
    library.put(policy)
    assert library.load("p") == policy
    assert library.put(policy) == "unchanged"


def test_putting_the_same_again_writes_nothing(library: Library) -> None:
    library.put(ACME)
    before = {path: path.stat().st_mtime_ns for path in library.folder.rglob("*")}
    assert library.put(ACME) == "unchanged"
    assert {path: path.stat().st_mtime_ns for path in library.folder.rglob("*")} == before


def test_a_new_text_is_the_version_in_force_and_the_old_one_stays(library: Library) -> None:
    library.put(ACME)
    assert library.put(NEWER) == "updated"
    assert library.load("acme") == NEWER
    assert library.versions("acme") == (ACME.version, NEWER.version)
    assert library.load("acme", ACME.version) == ACME


def test_an_earlier_text_put_again_is_in_force_again(library: Library) -> None:
    library.put(ACME)
    library.put(NEWER)
    assert library.put(ACME) == "updated"
    assert library.current()[0].version == ACME.version
    assert library.versions("acme") == (ACME.version, NEWER.version)


def test_changed_facts_of_the_same_text_are_picked_up(library: Library) -> None:
    library.put(ACME)
    assert library.put(replace(ACME, aliases=("Acme Group",))) == "updated"
    assert library.current()[0].aliases == ("Acme Group",)
    assert library.versions("acme") == (ACME.version,)


def test_policies_are_listed_by_id(library: Library) -> None:
    for policy in read_corpus([BUNDLED]):
        assert isinstance(policy, Policy)
        library.put(policy)
    assert [record.policy_id for record in library.current()] == ["actio", "alj", "altius-link", "alue", "atrustia"]


def test_a_removed_policy_is_gone_with_all_its_versions(library: Library) -> None:
    library.put(ACME)
    library.put(NEWER)
    library.remove("acme")
    assert library.current() == ()
    assert list(library.folder.iterdir()) == []
    assert library.put(ACME) == "added"
    assert library.versions("acme") == (ACME.version,)


def test_unknown_ids_and_versions_are_named_with_those_there_are(library: Library) -> None:
    with pytest.raises(UnknownPolicyId, match=r"'acme'.*ingest PATH"):
        library.load("acme")
    library.put(ACME)
    for ask in (library.load, library.versions, library.remove):
        with pytest.raises(UnknownPolicyId, match=r"'acne'.*acme"):
            ask("acne")
    with pytest.raises(UnknownVersion, match=ACME.version):
        library.load("acme", "0123456789abcdef")
    with pytest.raises(UnknownVersion):
        library.load("acme", "../acme")


@pytest.mark.parametrize(
    "policy_id", ["", ".", "..", "../acme", "a/b", "/etc", "a\0b", "-", "a--b", ".removed", "a b", "x" * 61]
)
def test_no_id_leads_out_of_the_library(library: Library, policy_id: str) -> None:
    library.put(ACME)
    with pytest.raises(LibraryError, match="id"):
        library.put(replace(ACME, policy_id=policy_id))
    for ask in (library.load, library.versions, library.remove):
        with pytest.raises(UnknownPolicyId):
            ask(policy_id)


def test_reading_makes_no_folder_and_takes_no_lock(library: Library) -> None:
    assert library.current() == ()
    with pytest.raises(UnknownPolicyId):
        library.load("acme")
    assert not library.home.exists()
    with writer_lock(library.home):
        library.put(ACME)
        assert library.load("acme") == ACME


@pytest.mark.parametrize(
    "damage", ["policy.txt changed", "policy.txt gone", "policy.json", "policy.json gone", "versions.json"]
)
def test_damage_is_named_with_its_remedy_which_works(library: Library, damage: str) -> None:
    library.put(ACME)
    library.put(NEWER)
    name = damage.partition(" ")[0]
    folder = library.folder / "acme"
    file = folder / name if name == "versions.json" else folder / NEWER.version / name
    if damage.endswith("gone"):
        file.unlink()
    else:
        file.write_bytes(b"{\xff" + file.read_bytes()[2:])
    with pytest.raises(LibraryDamaged) as caught:
        library.load("acme")
    assert str(file) in str(caught.value)
    assert "ingest PATH" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert library.put(NEWER) == "updated"
    assert library.load("acme") == NEWER
    assert library.versions("acme") == (ACME.version, NEWER.version)


def test_a_folder_of_another_kind_in_the_library_is_no_policy(library: Library) -> None:
    library.put(ACME)
    (library.folder / "notes").mkdir()
    (library.folder / "file").write_text("x")
    assert [record.policy_id for record in library.current()] == ["acme"]


def test_a_home_that_cannot_be_written_is_named_with_a_remedy(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file")
    with pytest.raises(LibraryError, match="POLICY_ASSISTANT_HOME"), writer_lock(tmp_path / "home"):
        pass
    with pytest.raises(LibraryError, match="cannot be written"):
        Library(tmp_path / "home").put(ACME)
    assert Library(tmp_path / "home").current() == ()


def test_a_second_writer_stops_at_once_and_names_the_holder(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from ingest.library import writer_lock\n"
        f"with writer_lock(Path({str(tmp_path)!r})): print('held', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(HomeLocked, match=rf"process {holder.pid} since \d{{4}}-"), writer_lock(tmp_path):
            pass
        holder.kill()
    with writer_lock(tmp_path):
        assert f"process {os.getpid()} " in (tmp_path / "lock").read_text()


def test_the_lock_is_free_again_after_an_error_inside(tmp_path: Path) -> None:
    with pytest.raises(KeyError), writer_lock(tmp_path):
        raise KeyError
    with writer_lock(tmp_path), pytest.raises(HomeLocked), writer_lock(tmp_path):
        pass


def test_killed_writers_leave_the_state_before_or_after(tmp_path: Path) -> None:
    seed = int.from_bytes(os.urandom(4), "big")
    script = Path(__file__).with_name("killed_writer.py")
    done = subprocess.run(
        [sys.executable, script, str(tmp_path / "home"), "32", str(seed)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, f"seed {seed}: {done.stderr}"


def test_a_catalog_changes_nothing_but_the_time_it_takes(library: Library) -> None:
    other = replace(ACME, policy_id="other", company="Other")
    library.put(ACME)
    library.put(other)
    without = library.current()
    library.write_catalog()
    assert library.current() == without
    library.put(NEWER)
    library.put(replace(other, aliases=("O",)))
    assert [record.version for record in library.current()] == [NEWER.version, other.version]
    assert library.current()[1].aliases == ("O",)
    library.write_catalog()
    library.remove("other")
    assert [record.policy_id for record in library.current()] == ["acme"]
    (library.folder / CATALOG_FILE).write_bytes(b"\xff")
    assert [record.version for record in library.current()] == [NEWER.version]


def test_damaged_facts_are_noticed_under_a_catalog_too(library: Library) -> None:
    library.put(ACME)
    library.write_catalog()
    (library.folder / "acme" / ACME.version / "policy.json").write_text("{", encoding="utf-8")
    with pytest.raises(LibraryDamaged, match=r"policy\.json"):
        library.current()
