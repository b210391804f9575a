"""Files as people have them, good and bad, become text or one line that says what to do."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.corpus import BUNDLED
from ingest.errors import BinaryFile, EmptyFile, FileError, FileTooLarge, UnknownSuffix, UnreadableFile
from ingest.loaders import SUFFIXES, load_file

JAPANESE = "個人情報保護方針\n\n当社は、お客様の個人情報を次の目的で利用します。\n1. お問い合わせへの回答\n2. 商品の発送\n"


def write(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("path", sorted(BUNDLED.glob("*.txt")), ids=lambda path: path.stem)
def test_a_text_file_is_loaded_exactly(path: Path) -> None:
    loaded = load_file(path)
    assert loaded.text.encode("utf-8") == path.read_bytes()
    assert loaded.notes == ()


@given(
    st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00", exclude_categories=["Cc"])).map(
        "a{}\r\n\t ".format
    )
)
def test_any_text_comes_back_as_it_was_written(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = write(tmp_path_factory.mktemp("any"), "p.md", text.encode("utf-8"))
    assert load_file(path).text == text


def test_a_byte_order_mark_and_line_ends_stay(tmp_path: Path) -> None:
    assert load_file(write(tmp_path, "p.txt", b"\xef\xbb\xbfOne\r\nTwo\rThree\n")).text == "\ufeffOne\r\nTwo\rThree\n"


@pytest.mark.parametrize("encoding", ["cp932", "euc_jp", "utf-16", "utf-32"])
def test_japanese_in_another_encoding_is_recognised_and_noted(tmp_path: Path, encoding: str) -> None:
    loaded = load_file(write(tmp_path, "p.txt", (JAPANESE * 3).encode(encoding)))
    assert loaded.text == JAPANESE * 3
    (note,) = loaded.notes
    assert "not UTF-8" in note


def test_windows_letters_are_recognised(tmp_path: Path) -> None:
    text = "Nous protégeons vos données à caractère personnel. L’accès est gratuit – écrivez-nous à l’adresse indiquée.\n" * 5
    loaded = load_file(write(tmp_path, "p.txt", text.encode("cp1252")))
    assert loaded.text == text
    assert "cp1252" in loaded.notes[0]


@pytest.mark.parametrize(
    ("name", "data", "error", "remedy"),
    [
        ("empty.txt", b"", EmptyFile, "put the policy's text in it"),
        ("blank.md", b" \n\t\n", EmptyFile, "put the policy's text in it"),
        ("rule.md", b"-----\n***\n", EmptyFile, "no words"),
        ("nul.txt", b"abc\x00def" * 20, BinaryFile, "save the policy's text as .txt"),
        ("noise.txt", bytes(range(256)) * 20, BinaryFile, "UTF-8"),
        ("pdf.txt", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", BinaryFile, "it is a PDF"),
        ("word.md", b"PK\x03\x04\x14\x00", BinaryFile, "Office document"),
        ("page.html", b"\x89PNG\r\n\x1a\n" + b"\x00" * 64, BinaryFile, "an image"),
        ("p.pdf", b"%PDF-1.7", UnknownSuffix, ", ".join(SUFFIXES)),
        ("policy", b"We collect names.", UnknownSuffix, "without a suffix"),
        ("large.txt", b"a" * 101, FileTooLarge, "max_file_bytes"),
    ],
)
def test_a_bad_file_is_refused_in_one_line_with_a_remedy(
    tmp_path: Path, name: str, data: bytes, error: type[FileError], remedy: str
) -> None:
    path = write(tmp_path, name, data)
    with pytest.raises(error) as caught:
        load_file(path, max_bytes=100 if name == "large.txt" else 100_000)
    message = str(caught.value)
    assert message == f"{path}: {caught.value.problem}"
    assert remedy in message
    assert "\n" not in message


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "folder.txt").mkdir()
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    for name, words in (
        ("folder.txt", "a folder"),
        ("missing.txt", "no such file"),
        ("gone.txt", "no such file"),
        ("a\0.txt", "check the path"),
    ):
        with pytest.raises(UnreadableFile, match=words):
            load_file(tmp_path / name)


def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(UnreadableFile, match="no regular file"):
        load_file(tmp_path / "pipe.txt")


def test_a_file_at_the_limit_is_read(tmp_path: Path) -> None:
    assert load_file(write(tmp_path, "p.txt", b"a" * 100), max_bytes=100).text == "a" * 100
