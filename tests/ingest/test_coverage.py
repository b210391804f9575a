"""The check that no text is lost, as a function and as a command."""

import io
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from ingest.clauses import parse_clauses
from ingest.coverage import check, main, uncovered
from ingest.outline import outline
from ingest.policy import ClauseTree, Policy

TEXT = "Your Rights\n\nYou may ask for your data. We answer:\n\n1. by mail;\n2. by telephone.\n"


def _tree() -> ClauseTree:
    return parse_clauses(Policy(policy_id="p", company="P", text=TEXT))


def test_a_parsed_tree_is_covered() -> None:
    assert uncovered(_tree()) is None


def test_a_lost_clause_is_found() -> None:
    tree = _tree()
    assert "is in no clause" in str(uncovered(ClauseTree(tree.policy, tree.clauses[:-1])))


def test_an_overlap_is_found() -> None:
    tree = _tree()
    last = tree.clauses[-1]
    broken = (*tree.clauses[:-1], replace(last, start=last.start - 2))
    assert "inside the clause before it" in str(uncovered(ClauseTree(tree.policy, broken)))


def test_a_child_outside_its_parent_is_found() -> None:
    tree = _tree()
    first = tree.clauses[0]
    broken = (replace(first, end=first.end - 3), *tree.clauses[1:])
    assert "is not inside" in str(uncovered(ClauseTree(tree.policy, broken)))


def test_a_folder_is_checked_file_by_file(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "good.md").write_text(TEXT)
    (tmp_path / "other.txt").write_text(TEXT)
    (tmp_path / "page.html").write_text(f"<h1>Policy</h1><p>{TEXT}</p>")
    (tmp_path / "ignored.json").write_text("{}")
    output = io.StringIO()
    assert check([tmp_path], output)
    assert output.getvalue().startswith("3 files, 0 failed")


def test_a_bad_file_is_named_on_one_line_and_fails_the_command(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(TEXT)
    (tmp_path / "bad.txt").write_bytes(b"\x00\xff\xfe\x80" * 10)
    output = io.StringIO()
    assert not check([tmp_path], output)
    lines = output.getvalue().splitlines()
    assert len(lines) == 2
    assert "bad.txt" in lines[0]
    assert lines[1].startswith("2 files, 1 failed")


def test_an_empty_folder_fails(tmp_path: Path) -> None:
    assert main([str(tmp_path)]) == 1


def test_the_outline_command_prints_a_line_a_clause(tmp_path: Path) -> None:
    file = tmp_path / "p.txt"
    file.write_text(TEXT)
    found = subprocess.run(
        [sys.executable, "-m", "ingest.outline", "--ids", str(file)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert found.stdout == outline(_tree(), ids=True) + "\n"
    assert "p/your-rights/2" in found.stdout
