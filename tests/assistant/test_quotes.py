"""How much is quoted: what answers, and what is as near, as long as it is short."""

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.pipeline import Assistant
from assistant.settings import Settings

KEPT = """Privacy Policy of {name}

1. Keeping
{name} keeps invoices for seven years{0}.
{name} keeps contracts for ten years{1}.
{name} keeps letters for two years{2}.

2. Contact
Write to desk@{name}.example.
"""
MORE = (
    ", counted from the end of the year in which the last payment arrived in full, because the tax office may ask for them",
    ", starting on the day on which either side has ended the agreement in writing and handed back everything that was lent",
    ", beginning when a reply has gone out, unless a dispute makes it sensible to have them at hand for the lawyers of it",
)


@pytest.fixture(scope="module")
def opened(new_home: Callable[[], Path], tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("policies")
    for name, more in (("Larch", ("", "", "")), ("Hazel", MORE)):
        (folder / f"{name}.txt").write_text(KEPT.format(*more, name=name), encoding="utf-8")
    product = Assistant.open(Settings(home=new_home()), bundled=False)
    product.ingest([folder])
    return product


def test_a_third_sentence_as_near_is_quoted_where_all_are_short(opened: Assistant) -> None:
    assert len(opened.ask("How long does Larch keep papers?").citations) == 3


def test_of_long_sentences_two_are_enough(opened: Assistant) -> None:
    answer = opened.ask("How long does Hazel keep papers?")
    assert len(answer.citations) == 2
    assert sum(len(citation.quote) for citation in answer.citations) <= 480
