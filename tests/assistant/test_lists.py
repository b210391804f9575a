"""Lists: the one that was asked for, whole and in order, and none where a sentence answers."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.draft import DraftClaim
from assistant.lists import MORE, list_claims
from assistant.pipeline import Assistant
from assistant.settings import Settings

POLICY = """# Privacy Policy of Norbell

## Purposes of use

Norbell uses personal information for the following purposes:

### Information of customers

- To deliver the goods ordered
- To send invoices

### Information of job applicants

- To plan interviews
- To judge applications

### Tax numbers of staff

- To report wages
- To insure staff

### Tax numbers of people other than staff

- To report fees paid
- To withhold tax

## Documents of an executor

An executor encloses the following documents with the letter:

- A copy of the identity card
- A copy of the passport

Provide one document that proves the authority of the executor:

- A certificate of inheritance
- A copy of the will

## Provision to third parties

We do not provide personal data to third parties except in the following cases:

1. When you have given consent
2. When the law demands it
3. When a life is in danger

Cookies are collected on the website to count visitors and to remember the chosen language of each of them.

## Partners

Advertising on our website is run by partner companies. These are the following companies:

| Company | Task |
| --- | --- |
| Almond Media GmbH | Advertising space |
| Barley Metrics Inc | Counting of clicks |

## Your rights

### Access

You may ask which data we hold.

### Correction

You may have wrong data corrected.

### Objection

You may object to advertising.

## Retention

- Orders are kept for ten years because tax law demands it of every shop.
- Letters of complaint are destroyed after the complaint has been settled between the parties.
- Camera pictures of the car park are erased at the end of the week in which they were taken.
"""


@pytest.fixture(scope="module")
def norbell(tmp_path_factory: pytest.TempPathFactory, new_home: Callable[[], Path]) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("norbell")
    long_list = "\n".join(
        f"- The {word} of the visitor, with the notes that were taken of it on the day of the visit" for word in WORDS
    )
    (folder / "norbell.md").write_text(
        POLICY + f"\n## Visitor book\n\nThe visitor book holds the following:\n\n{long_list}\n", "utf-8"
    )
    opened = Assistant.open(Settings(home=new_home()), bundled=False)
    opened.ingest([folder / "norbell.md"])
    yield opened
    opened.close()


WORDS = [
    first + last
    for first in ("hat", "coat", "shoe", "glove", "ring", "bag", "key")
    for last in ("size", "mark", "shade", "shape", "make", "form")
]


def ask(assistant: Assistant, question: str) -> tuple[DraftClaim, ...]:
    evidence = assistant.evidence(question, "norbell")
    return list_claims(evidence, [int(row) for row in evidence.order[:40]])


def text(claims: tuple[DraftClaim, ...]) -> str:
    return "\n".join(claim.text for claim in claims)


def test_a_list_is_whole_in_order_and_under_its_lead_in(norbell: Assistant) -> None:
    answer = text(ask(norbell, "In which cases do you provide personal data to third parties?"))
    assert answer.split("\n") == [
        "“We do not provide personal data to third parties except in the following cases:”",
        "– “When you have given consent”",
        "– “When the law demands it”",
        "– “When a life is in danger”",
    ]


def test_lead_in_and_entries_that_stand_together_are_one_quote(norbell: Assistant) -> None:
    (claim,) = ask(norbell, "In which cases do you provide personal data to third parties?")
    (span,) = claim.quotes
    quote = norbell.tree("norbell").text(span)
    assert quote.startswith("We do not provide")
    assert quote.endswith("When a life is in danger")


def test_the_caption_that_a_question_names_chooses_the_sub_list(norbell: Assistant) -> None:
    answer = text(ask(norbell, "For what purposes is information of job applicants used?"))
    assert "To plan interviews" in answer
    assert "To judge applications" in answer
    assert "To send invoices" not in answer


def test_a_question_about_all_climbs_to_the_list_of_captions(norbell: Assistant) -> None:
    answer = text(ask(norbell, "What are the purposes for which personal information is used?"))
    assert [answer.index(words) for words in ("customers", "send invoices", "job applicants", "judge")] == sorted(
        answer.index(words) for words in ("customers", "send invoices", "job applicants", "judge")
    )


def test_a_sentence_that_answers_by_itself_is_no_list(norbell: Assistant) -> None:
    assert ask(norbell, "What are cookies collected for?") == ()


def test_an_entry_that_alone_holds_the_words_of_the_question_is_no_list(norbell: Assistant) -> None:
    assert ask(norbell, "Why are camera pictures of the car park erased?") == ()


def test_a_table_is_listed_under_the_sentence_before_it(norbell: Assistant) -> None:
    answer = text(ask(norbell, "Which partner companies run advertising on the website?"))
    assert "These are the following companies:" in answer
    assert "– “Almond Media GmbH | Advertising space”" in answer
    assert "– “Barley Metrics Inc | Counting of clicks”" in answer


def test_sections_told_in_prose_are_listed_by_their_headings(norbell: Assistant) -> None:
    answer = text(ask(norbell, "What rights do I have?"))
    assert [word in answer for word in ("Access", "Correction", "Objection")] == [True, True, True]


def test_a_list_that_is_too_long_is_cut_in_order_and_says_so(norbell: Assistant) -> None:
    answer = text(ask(norbell, "What information does the visitor book hold?"))
    lines = answer.split("\n")
    assert lines[-1] == MORE
    assert len(answer) < 2_500
    kept = [next(number for number, word in enumerate(WORDS) if word in line) for line in lines[1:-1]]
    assert kept == sorted(kept)


def test_a_question_that_names_a_figure_is_about_the_figure(norbell: Assistant) -> None:
    assert ask(norbell, "Which documents are kept for 10 years?") == ()


def test_whom_a_question_leaves_out_the_list_leaves_out(norbell: Assistant) -> None:
    answer = text(ask(norbell, "For what purposes are tax numbers of people who are not staff used?"))
    assert "To report fees paid" in answer
    assert "To report wages" not in answer


def test_a_second_list_of_documents_for_the_same_person_is_told_with_the_first(norbell: Assistant) -> None:
    answer = text(ask(norbell, "Which documents must an executor send?"))
    assert answer.index("A copy of the passport") < answer.index("A certificate of inheritance")
