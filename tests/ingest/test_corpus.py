"""Files and folders become policies; whatever is wrong with one does not stop the others."""

import logging
from datetime import date
from pathlib import Path

import pytest

from ingest.corpus import BUNDLED, Failure, read_corpus
from ingest.policy import Policy

TEXT = "We collect your name when you write to us.\n"


def read(*paths: Path, max_bytes: int = 100_000) -> tuple[list[Policy], list[Failure]]:
    found = list(read_corpus(paths, max_bytes))
    return [item for item in found if isinstance(item, Policy)], [item for item in found if isinstance(item, Failure)]


def put(folder: Path, **files: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name.replace("_", ".")).write_text(text, encoding="utf-8")


def test_the_bundled_folder_gives_five_policies_of_their_companies() -> None:
    policies, failures = read(BUNDLED)
    assert not failures
    assert {policy.policy_id: policy.company for policy in policies} == {
        "actio": "actio",
        "alj": "ALJ",
        "altius-link": "Altius Link",
        "alue": "Alue",
        "atrustia": "ATRUSTIA",
    }
    for policy in policies:
        assert policy.legal_name in policy.text, "a legal name is written as in the text"
        assert policy.text.encode() == (BUNDLED / policy.source).read_bytes()
        assert policy.language == "en"
        assert policy.title in policy.text


def test_without_a_policies_toml_the_company_is_the_files_stem(tmp_path: Path) -> None:
    put(tmp_path, Acme_txt=TEXT)
    (policy,), _ = read(tmp_path)
    assert (policy.policy_id, policy.company, policy.source) == ("acme", "Acme", "Acme.txt")


def test_a_policies_toml_says_all_of_a_policy(tmp_path: Path) -> None:
    put(tmp_path, acme_txt=TEXT, other_md=TEXT)
    (tmp_path / "policies.toml").write_text(
        '[acme]\ncompany = "Acme"\nlegal_name = "Acme Inc."\naliases = ["ACM", "アクメ"]\ntitle = "Notice"\n'
        'url = "https://example.com/privacy"\nretrieved = 2026-01-02\nlanguage = "fr"\n["other.md"]\ncompany = "Other"\n',
        encoding="utf-8",
    )
    (acme, other), failures = read(tmp_path / "acme.txt", tmp_path / "other.md")
    assert not failures
    assert acme == Policy(
        policy_id="acme",
        company="Acme",
        text=TEXT,
        legal_name="Acme Inc.",
        aliases=("ACM", "アクメ"),
        title="Notice",
        url="https://example.com/privacy",
        language="fr",
        retrieved=date(2026, 1, 2),
        source="acme.txt",
    )
    assert other.company == "Other"


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ('[a]\naliasess = ["x"]', "unknown key 'aliasess'"),
        ("[a]\ncompany = 3", "company"),
        ('[a]\naliases = "x"', "aliases"),
        ('[a]\naliases = [""]', "aliases"),
        ('[a]\nurl = "javascript:alert(1)"', "url"),
        ('[a]\nretrieved = "soon"', "retrieved"),
        ('[a]\ncompany = "two\\nlines"', "line break"),
        ('a = "x"', "no table"),
    ],
)
def test_a_bad_table_fails_its_file_in_one_line_and_no_other(tmp_path: Path, table: str, words: str) -> None:
    put(tmp_path, a_txt=TEXT, b_txt=TEXT, policies_toml=table)
    policies, (failure,) = read(tmp_path)
    assert [policy.policy_id for policy in policies] == ["b"]
    assert failure.path == tmp_path / "a.txt"
    assert words in failure.error
    assert "\n" not in failure.error


def test_a_policies_toml_that_cannot_be_read_is_named_and_its_files_are_not_guessed(tmp_path: Path) -> None:
    put(tmp_path / "bad", a_txt=TEXT, policies_toml="[a\n")
    put(tmp_path / "good", b_txt=TEXT)
    policies, failures = read(tmp_path)
    assert [policy.policy_id for policy in policies] == ["b"]
    assert [failure.path.name for failure in failures] == ["policies.toml", "a.txt"]
    assert all("correct" in failure.error for failure in failures)


def test_a_table_of_no_file_is_reported(tmp_path: Path) -> None:
    put(tmp_path, a_txt=TEXT, policies_toml='[alfa]\ncompany = "A"\n["../a"]\n')
    policies, failures = read(tmp_path)
    assert len(policies) == 1
    assert [failure.error.partition(" ")[0] for failure in failures] == ["[alfa]", "[../a]"]


def test_a_folder_is_read_with_its_folders_in_order_without_hidden_files(tmp_path: Path) -> None:
    put(tmp_path, b_txt=TEXT, notes_json="{}", c_htm=f"<p>{TEXT}</p>")
    put(tmp_path / "sub", a_MD=TEXT)
    put(tmp_path / ".git", x_txt=TEXT)
    (tmp_path / ".hidden.txt").write_text(TEXT)
    policies, failures = read(tmp_path)
    assert [policy.policy_id for policy in policies] == ["b", "c", "a"]
    assert not failures


def test_documents_in_a_folder_that_no_loader_reads_are_reported(tmp_path: Path) -> None:
    put(tmp_path, a_txt=TEXT, b_pdf="x", c_docx="x", logo_png="x")
    _, failures = read(tmp_path)
    assert [failure.path.name for failure in failures] == ["b.pdf", "c.docx"]


def test_paths_that_give_nothing_are_failures(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    _, failures = read(tmp_path / "missing", tmp_path / "missing.txt", tmp_path / "empty", Path("a\0b.txt"), Path("x" * 5000))
    assert len(failures) == 5
    assert all(failure.error and "\n" not in failure.error for failure in failures)


def test_two_files_of_one_id_give_one_policy_and_one_failure(tmp_path: Path) -> None:
    put(tmp_path, acme_md=TEXT, Acme_txt=TEXT)
    policies, (failure,) = read(tmp_path)
    assert len(policies) == 1
    assert "same id 'acme'" in failure.error
    assert "rename" in failure.error


def test_the_same_file_named_twice_is_read_once(tmp_path: Path) -> None:
    put(tmp_path, a_txt=TEXT)
    (tmp_path / "link.txt").symlink_to(tmp_path / "a.txt")
    policies, failures = read(tmp_path, tmp_path / "a.txt", tmp_path / "." / "a.txt")
    assert (len(policies), failures) == (1, [])


def test_a_name_without_letters_and_a_very_long_one(tmp_path: Path) -> None:
    put(tmp_path, **{"---_txt": TEXT, f"{'long ' * 40}_txt": TEXT, "プライバシー方針_txt": TEXT})
    policies, (failure,) = read(tmp_path)
    assert "rename" in failure.error
    assert [len(policy.policy_id) <= 60 for policy in policies] == [True, True]
    assert policies[1].policy_id == "プライバシー方針"


def test_what_was_assumed_of_a_file_is_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "a.txt").write_bytes("個人情報を取得します。お客様の同意を得ます。".encode("cp932") * 5)
    with caplog.at_level(logging.WARNING):
        (policy,), _ = read(tmp_path)
    assert policy.language == "ja"
    assert "not UTF-8" in caplog.text
