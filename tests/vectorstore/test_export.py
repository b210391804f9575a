"""The encoder's export, in a process of its own: what comes of it is told, whatever becomes of that process."""

import subprocess
import sys
from pathlib import Path

import pytest

from vectorstore.encoder import EXPORT_STAGE, load_encoder
from vectorstore.errors import EncoderError

ROOT = Path(__file__).parents[2]
NO_MODEL = """
import sys
from pathlib import Path
from vectorstore.encoder import load_encoder
from vectorstore.errors import EncoderError

try:
    load_encoder(sys.argv[1], Path(sys.argv[2]))
except EncoderError as error:
    print(error)
print("torch" in sys.modules)
"""


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def ending(monkeypatch: pytest.MonkeyPatch, code: int, said: str = "") -> None:
    """Let the process that exports end so."""
    monkeypatch.setattr(subprocess, "run", lambda command, **_: subprocess.CompletedProcess(command, code, "", said))


def test_a_folder_that_is_no_model_is_named_and_torch_stays_out_of_this_process(tmp_path: Path, cache: Path) -> None:
    folder = tmp_path / "no-model"
    folder.mkdir()
    (folder / "model.safetensors").write_bytes(b"none")
    # The folder that one stands in holds something of the same name.
    (tmp_path / "vectorstore").mkdir()
    (tmp_path / "vectorstore" / "export.py").write_text("raise SystemExit('not this one')")
    script = f"import sys; sys.path.insert(0, {str(ROOT)!r})\n{NO_MODEL}"
    command = [sys.executable, "-P", "-c", script, str(folder), str(cache)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    told, torch = done.stdout.splitlines()
    assert told.startswith(f"{folder}: not a sentence-transformers model")
    assert told.endswith("check encoder_model")
    assert torch == "False"
    assert not list(cache.iterdir()), "nothing half is left"


def test_a_process_that_is_killed_is_told_with_what_it_needs(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ending(monkeypatch, -9)
    with pytest.raises(EncoderError, match="signal 9 ended it; it needs 1 GB of memory"):
        load_encoder(cache_dir=cache)
    assert not list(cache.iterdir())


def test_of_a_traceback_the_last_line_is_told(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ending(monkeypatch, 1, "Traceback …\n  File …\nImportError: no torch\n")
    with pytest.raises(EncoderError, match=r"ONNX Runtime: ImportError: no torch; check encoder_model"):
        load_encoder(cache_dir=cache)


def test_the_export_is_shown_and_ctrl_c_leaves_nothing_half(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(subprocess, "run", interrupted)
    heard: list[tuple[str, int, int]] = []
    with pytest.raises(KeyboardInterrupt):
        load_encoder(cache_dir=cache, progress=lambda *told: heard.append(told))
    assert heard == [(EXPORT_STAGE, 0, 1)]
    assert not list(cache.iterdir())
