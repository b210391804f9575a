"""What an evaluation was made of: cases, policies, index, model, prompts, code. Two runs with the same fingerprint agree."""

import re
from collections.abc import Iterable
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

import assistant
import evals
import ingest
import prompts
import vectorstore
from assistant.settings import Settings
from evals.case import Case
from evals.shelf import Shelf

if TYPE_CHECKING:
    from evals.systems import Product

PRODUCT = tuple(Path(package.__file__ or "").parent for package in (ingest, prompts, vectorstore, assistant))
PROMPTS = Path(prompts.__file__ or "").parent
SCORER = Path(evals.__file__ or "").parent
# Settings that change no answer.
_NOT_ANSWERING = ("home", "host", "port", "page_admin", "log_level")
_LOOPBACK_PORT = re.compile(r"^(https?://(?:127\.0\.0\.1|\[::1\]|localhost)):\d+")
_NOT_CODE = frozenset("__pycache__ baselines benchmarks cases out policies training".split())


class Fingerprint(BaseModel):
    """Short sha256 digests, and names where there are names."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    cases: str
    policies: str
    index: str
    encoder: str
    model: str
    settings: str
    prompts: str
    code: str
    scorer: str
    product: str

    @property
    def system(self) -> str:
        """What an answer can depend on: everything but the cases and the scorer."""
        parts = (self.policies, self.index, self.encoder, self.model, self.settings, self.prompts, self.code, self.product)
        return digest(parts)


def digest(parts: Iterable[str]) -> str:
    """A short digest of some strings in order."""
    return sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def cases_sha(cases: Iterable[Case]) -> str:
    """Changes with any case, whatever their order."""
    return digest(sorted(f"{case.case_id} {case.sha}" for case in cases))


def folder_sha(*folders: Path) -> str:
    """Changes with any file of code or data in the folders; policies are counted apart."""
    made_of: list[str] = []
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            inside = path.relative_to(folder)
            if path.is_file() and path.suffix != ".pyc" and not _NOT_CODE.intersection(inside.parts):
                made_of.append(f"{folder.name}/{inside.as_posix()} {sha256(path.read_bytes()).hexdigest()}")
    return digest(made_of)


def settings_sha(settings: Settings) -> str:
    """Changes with any setting that an answer can depend on.

    A server on this machine takes whatever port is free: the model is known by name, and a run broken off goes on later.
    """
    portless = settings.model_copy(update={"chat_base_url": _LOOPBACK_PORT.sub(r"\1", settings.chat_base_url)})
    return digest([portless.model_dump_json(exclude=set(_NOT_ANSWERING))])


def product_version() -> str:
    """The installed product's version."""
    return version("policy-assistant")


def fingerprint_of(cases: Iterable[Case], product: "Product", shelf: Shelf, model: str | None) -> Fingerprint:
    """The fingerprint of a run of the product."""
    settings = product.assistant.settings
    manifest = product.assistant.searcher.index.manifest
    return Fingerprint(
        cases=cases_sha(cases),
        policies=shelf.sha256,
        index=manifest.fingerprint,
        encoder=f"{manifest.encoder} {manifest.precision} {manifest.encoder_sha256[:16]}",
        model=model or settings.chat_model or "none (quotes)",
        settings=settings_sha(settings),
        prompts=folder_sha(PROMPTS),
        code=folder_sha(*PRODUCT),
        scorer=folder_sha(SCORER),
        product=product_version(),
    )
