"""What can be evaluated: anything that answers; the product, opened on a home of its own."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from assistant.answer import Answer
from evals.errors import ShelfError
from evals.fingerprint import PRODUCT, digest, folder_sha
from evals.score import RECALL_AT, Hit
from evals.shelf import Shelf
from ingest.corpus import BUNDLED

if TYPE_CHECKING:
    from assistant.pipeline import Assistant
    from vectorstore.build import Progress

# Homes of earlier code or policies that are kept for going back and forth; building one takes half a minute.
HOMES_KEPT = 4
ENCODER_FOLDER = "encoder"


class System(Protocol):
    """Answers questions."""

    def ask(
        self, question: str, *, history: Sequence[str] = (), companies: Sequence[str] | None = None, model: str | None = None
    ) -> Answer:
        """An answer, as `Assistant.ask` gives it."""
        ...


class SearchingSystem(System, Protocol):
    """Answers questions and tells what its search finds for one."""

    def find(self, question: str, companies: Sequence[str]) -> tuple[Hit, ...]:
        """The spans that a search for the question gives, best first, `max(RECALL_AT)` of them."""
        ...


class Product:
    """The assistant as people use it."""

    def __init__(self, assistant: "Assistant") -> None:
        self.assistant = assistant

    def ask(
        self, question: str, *, history: Sequence[str] = (), companies: Sequence[str] | None = None, model: str | None = None
    ) -> Answer:
        """The assistant's answer."""
        return self.assistant.ask(question, history=history, companies=companies, model=model)

    def find(self, question: str, companies: Sequence[str]) -> tuple[Hit, ...]:
        """What the assistant's search finds in these companies' policies (in all for none)."""
        results = self.assistant.search(question, companies=companies or None, limit=max(RECALL_AT))
        return tuple(Hit(one.policy.policy_id, one.policy.version, one.span.start, one.span.end) for one in results)

    def shelf(self) -> Shelf:
        """The policies that it serves."""
        library = self.assistant.library
        return Shelf(library.load(record.policy_id) for record in library.current())


@contextmanager
def opened(out: Path, policies: Path = BUNDLED, progress: "Progress | None" = None) -> Iterator[Product]:
    """The product on a home under `out` that holds the policies of a folder and nothing else.

    The home is named by what it is made of, so that the same policies are brought in once. ShelfError when a file of the
    folder gives no policy.
    """
    from assistant.pipeline import Assistant  # noqa: PLC0415 - lint and compare need no assistant
    from assistant.settings import load_settings  # noqa: PLC0415

    made_of = digest([Shelf.read(policies).sha256, _code_sha()])
    home = out / "homes" / made_of
    _forget_old_homes(home)
    _share_encoder(out, home)
    # A model takes part only where it is asked for by name, so that answers with and without it can stand side by side.
    assistant = Assistant.open(load_settings(home=home, chat_model=""), progress=progress, bundled=False)
    try:
        report = assistant.ingest([policies], progress=progress)
        if report.failed:
            raise ShelfError(f"{report.failed[0].path}: {report.failed[0].error}")
        yield Product(assistant)
    finally:
        assistant.close()


def _code_sha() -> str:
    return folder_sha(*(folder for folder in PRODUCT if folder.name in ("ingest", "vectorstore")))


def _share_encoder(out: Path, home: Path) -> None:
    """One export of the encoder's weights (some seconds, 100 MB) for all homes under `out`, where links can be made."""
    shared, own = out / ENCODER_FOLDER, home / ENCODER_FOLDER
    if not own.exists() and not own.is_symlink():
        shared.mkdir(parents=True, exist_ok=True)
        home.mkdir(parents=True, exist_ok=True)
        with suppress(OSError):
            own.symlink_to(shared.resolve(), target_is_directory=True)


def _forget_old_homes(home: Path) -> None:
    """Keep the newest few homes beside this one."""
    if home.exists():
        home.touch()
    elif home.parent.exists():
        others = sorted(home.parent.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
        for old in others[HOMES_KEPT - 1 :]:
            shutil.rmtree(old, ignore_errors=True)
