"""Settings come from four sources, are bounded, and every complaint is one line that says what to change."""

import re
from pathlib import Path

import pytest

from assistant.errors import SettingsError
from assistant.settings import ENV_PREFIX, Settings, load_settings, settings_sources

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(f"{ENV_PREFIX}HOME", str(tmp_path))
    return tmp_path


def write(home: Path, text: str) -> None:
    (home / "settings.toml").write_text(text, encoding="utf-8")


def test_the_stronger_source_wins(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_settings().port == 7860
    write(home, "port = 8001\n")
    assert load_settings().port == 8001
    monkeypatch.setenv(f"{ENV_PREFIX}PORT", "8002")
    assert load_settings().port == 8002
    assert load_settings(port=8003).port == 8003
    assert load_settings(port=None).port == 8002


def test_the_origin_of_each_value_is_known(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(home, 'port = 8001\nhost = "::1"\n')
    monkeypatch.setenv(f"{ENV_PREFIX}PORT", "8002")
    sources = settings_sources(load_settings())
    assert sources["port"] == "POLICY_ASSISTANT_PORT"
    assert sources["host"] == "settings.toml"
    assert sources["few_companies"] == "default"
    assert set(sources) == set(Settings.model_fields)


def test_a_table_of_the_file_is_a_prefix(home: Path) -> None:
    write(home, '[encoder]\nprecision = "int8"\n')
    assert load_settings().encoder_precision == "int8"


def test_a_home_with_a_tilde_is_made_absolute(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"{ENV_PREFIX}HOME", "~/somewhere")
    assert load_settings().home == Path.home() / "somewhere"


def test_an_empty_variable_is_no_value(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"{ENV_PREFIX}PORT", "")
    assert load_settings().port == 7860


def test_the_default_home_is_a_folder_of_this_user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(f"{ENV_PREFIX}HOME")
    assert load_settings().home.is_absolute()
    assert load_settings().home.name == "policy-assistant"


@pytest.mark.parametrize(
    ("file", "complaint"),
    [
        ("prot = 1\n", "unknown setting 'prot'; did you mean 'port'?"),
        ("entirely_else = 1\n", "unknown setting 'entirely_else'; see: policy-assistant config show"),
        ("port = 0\n", "setting 'port' is 0: input should be greater than or equal to 1"),
        ('port = "x"\n', "setting 'port' is 'x': input should be a valid integer"),
        ("port\n", "Expected '=' after a key"),
        ('home = "/elsewhere"\n', "a home cannot name itself"),
        ('encoder_precision = "fp8"\n', "setting 'encoder_precision' is 'fp8'"),
    ],
)
def test_a_bad_file_is_refused_in_one_line(home: Path, file: str, complaint: str) -> None:
    write(home, file)
    with pytest.raises(SettingsError, match=re.escape(complaint)) as caught:
        load_settings()
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_utf_8_is_refused(home: Path) -> None:
    (home / "settings.toml").write_bytes(b'host = "\xff"\n')
    with pytest.raises(SettingsError, match=r"settings\.toml"):
        load_settings()


def test_an_unknown_variable_is_refused(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"{ENV_PREFIX}FEW_COMPANY", "3")
    with pytest.raises(
        SettingsError, match="POLICY_ASSISTANT_FEW_COMPANY: unknown setting 'few_company'; did you mean 'few_companies'"
    ):
        load_settings()


def test_every_number_is_bounded_and_every_setting_described() -> None:
    for name, field in Settings.model_fields.items():
        assert field.description, name
        if field.annotation in (int, float):
            bounds = {type(bound).__name__ for bound in field.metadata}
            assert bounds & {"Ge", "Gt"}, name
            assert bounds & {"Le", "Lt"}, name


def test_every_setting_is_used() -> None:
    sources = [path for path in (ROOT / "assistant").rglob("*.py") if path.name != "settings.py"]
    code = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    assert not [name for name in Settings.model_fields if f"settings.{name}" not in code]
