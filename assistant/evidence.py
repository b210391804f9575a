"""What every passage of a policy says to a question: the measured features, and the passages put in order by them."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from assistant.entities import EntityKind
from assistant.lazy_rows import Mask, Rows
from assistant.patterns import pattern
from assistant.question import Form, Question, Seek, dates_policy
from assistant.reading import Floats, Reading
from assistant.rights import rights_in, speaks_of_other_rights
from assistant.subjects import subjects_of
from assistant.synonyms import synonyms
from ingest.policy import ClauseKind
from vectorstore.lexical import tokenize
from vectorstore.partition import Partition
from vectorstore.search import PassageScores

# Weights relative to the retrieval score, whose differences between neighbouring candidates are some hundredths.
VALUE_WEIGHT = np.float32(0.30)
MENTION_WEIGHT = np.float32(0.12)
# A sentence that speaks of no money at all says nothing of what anything costs.
NO_MONEY_WEIGHT = np.float32(0.25)
COVERAGE_WEIGHT = np.float32(0.25)
ELSEWHERE_WEIGHT = np.float32(0.25)
# "We do not sell personal information" says it more plainly than a long sentence with the same words in it. 0.1 to 0.3 bring
# the gold first in one to three more questions of each development set; 0.2 lost none.
PLAIN_WEIGHT = np.float32(0.2)
PLAIN_COVERED = 0.25
PLAIN_LEAST = 2
# A follow-up asks for what it says itself, of what it leans on.
OWN_TERMS_WEIGHT = np.float32(0.25)
FRAGMENT_WEIGHT = np.float32(0.20)
# What a question turns on decides more than any other word of it.
SUBJECT_WEIGHT = np.float32(0.4)
# Nobody who asks for no number, address or date is answered by one, whatever else speaks for the line.
VALUE_LINE_WEIGHT = np.float32(0.6)
# The company's own contact block is meant unless another body is named.
OWN_WEIGHT = np.float32(0.20)
# Another body's, where such a body is meant.
OUTSIDE_WEIGHT = np.float32(0.70)
_WHOSE = frozenset((Seek.PHONE, Seek.FAX, Seek.EMAIL, Seek.ADDRESS, Seek.HOURS, Seek.CONTACT, Seek.PERSON))
# Lines of a block that say whose the value is stand at most so far from it; a line of the block itself says it best.
BLOCK_ROWS = 8
# Asked for the date of the policy itself, the line that gives it.
DATE_LINE_WEIGHT = np.float32(0.5)
# A title none of whose words the question holds; the latest or earliest of several dates.
OTHER_TITLE_WEIGHT = np.float32(0.5)
IN_TIME_WEIGHT = np.float32(0.2)
BLOCK_DISCOUNT = 0.02
SECTION_DISCOUNT = 0.08
BLOCK_KINDS = frozenset((ClauseKind.CONTACT, ClauseKind.DATE, ClauseKind.SIGNATURE))
# A synonym is nearly as good as the word.
SYNONYM_SHARE = np.float32(0.85)


@dataclass(frozen=True)
class Evidence:
    """A question measured against all n passages of one policy; `order` are rows, best first.

    `coverage` is the share (0 to 1, rare words weigh more) of the question's words that a passage and its context hold;
    `valued` where a passage holds a value of the kind sought; `mentions` where it speaks of one without giving it;
    `elsewhere` where it speaks of other rights than those asked about; `subject` is the share of the subjects
    asked about that it speaks of, 1 for a question about none.
    """

    question: Question
    reading: Reading
    scores: PassageScores
    coverage: Floats
    valued: Mask
    mentions: Mask
    elsewhere: Mask
    subject: Floats
    total: Floats

    @cached_property
    def order(self) -> NDArray[np.intp]:
        """Rows of all passages, best first; equal ones in document order."""
        return np.argsort(-self.total, kind="stable")

    @property
    def partition(self) -> Partition:
        """The policy's passages."""
        return self.reading.partition


def weigh(question: Question, scores: PassageScores, reading: Reading) -> Evidence:
    """Measure a question against every passage of a policy."""
    coverage = coverage_of(question.terms, reading)
    valued, mentions = reading.values_for(question.seek)
    elsewhere = _elsewhere(question.topic, reading)
    subject = _subject(question, reading)
    total: Floats = (
        scores.score
        + SUBJECT_WEIGHT * subject
        + COVERAGE_WEIGHT * coverage
        + MENTION_WEIGHT * (mentions & ~valued & ~elsewhere)
        - ELSEWHERE_WEIGHT * elsewhere
        - FRAGMENT_WEIGHT * reading.fragments.of()
    )
    total = total + PLAIN_WEIGHT * _plainly(question, reading, coverage)
    if question.own:
        total = total + OWN_TERMS_WEIGHT * coverage_of(question.own, reading)
    if question.seek is Seek.MONEY:
        total = total - NO_MONEY_WEIGHT * ~(valued | mentions)
    if question.seek in _WHOSE:
        outside = pattern("value", "outside").search(question.topic) is not None or reading.names_outside(question.topic)
        if outside:
            total = total + OWN_WEIGHT * reading.foreign_blocks + OUTSIDE_WEIGHT * reading.outside_blocks
        else:
            total = total + OWN_WEIGHT * (reading.own_blocks.astype(np.float32) - reading.outside_blocks)
    elif question.seek is Seek.NOTHING:
        total = total - VALUE_LINE_WEIGHT * _value_lines(question, reading)
    if question.seek is not Seek.NOTHING:
        # A number beside what is asked about is none that answers.
        meant = valued & ~elsewhere & (subject >= 1)
        total = np.maximum(total, _lifted(total, valued, reading)) + VALUE_WEIGHT * meant
    if dates_policy(question):
        # After the lines of a block were made alike: "revised" and "established" stand side by side.
        total = total + _dating(question.text, reading, subject) + COVERAGE_WEIGHT * coverage * reading.date_lines
    return Evidence(question, reading, scores, coverage, valued, mentions, elsewhere, subject, total)


def weigh_rows(question: Question, scores: PassageScores, reading: Reading, rows: Rows, coverage: Floats) -> Floats:
    """(len(rows),) what `weigh` gives as `total` for some passages only, to a question that seeks no value.

    `coverage` (n,) is the policy's, as `coverage_of` gives it.
    """
    total: Floats = (
        scores.score[rows]
        + SUBJECT_WEIGHT * _subject(question, reading, rows)
        + COVERAGE_WEIGHT * coverage[rows]
        - ELSEWHERE_WEIGHT * _elsewhere(question.topic, reading, rows)
        - FRAGMENT_WEIGHT * reading.fragments.of(rows)
        - VALUE_LINE_WEIGHT * _value_lines(question, reading, rows)
        + PLAIN_WEIGHT * _plainly(question, reading, coverage, rows)
    )
    return total


def highest(question: Question, scores: PassageScores, coverage: Floats) -> Floats:
    """(n,) more than which `weigh` gives no passage as `total`, to a question that seeks no value."""
    bound: Floats = scores.score + SUBJECT_WEIGHT + COVERAGE_WEIGHT * coverage
    return bound + PLAIN_WEIGHT * (coverage >= PLAIN_COVERED) if _asks_plainly(question) else bound


def _value_lines(question: Question, reading: Reading, rows: Rows | None = None) -> Mask:
    """The lines that only answer who asks for a value; those that date the policy are meant where the question names a date."""
    lines = reading.value_lines.of(rows)
    if any(entity.kind is EntityKind.DATE for entity in question.values):
        lines = lines & ~(reading.date_lines if rows is None else reading.date_lines[rows])
    return lines


def _elsewhere(topic: str, reading: Reading, rows: Rows | None = None) -> Mask:
    asked = rights_in(topic)
    chosen = np.arange(reading.size) if rows is None else rows
    if not asked:
        return np.zeros(len(chosen), dtype=np.bool_)
    said = (speaks_of_other_rights(asked, reading.texts[row], _last_heading(reading.contexts[row])) for row in chosen.tolist())
    return np.fromiter(said, dtype=np.bool_, count=len(chosen))


def _subject(question: Question, reading: Reading, rows: Rows | None = None) -> Floats:
    # "I chat about my illness. Will they pick ads from my chats?" is not about health.
    named = subjects_of(question.asked or question.topic)
    asked = [subject for subject in named if not subject.where or any(reading.holds(word) for word in subject.where)]
    if not asked:
        return np.ones(reading.size if rows is None else len(rows), dtype=np.float32)
    share: Floats = np.mean([reading.speaking_of(subject).of(rows) for subject in asked], axis=0, dtype=np.float32)
    return share


def _dating(asked: str, reading: Reading, subject: Floats) -> Floats:
    """(n,) what lines that date a policy are worth to who asks for its date.

    A file may hold several policies, "the privacy policy" and "the basic policy on …": words of the title above a line that the
    question does not hold speak against it. Of several dates the latest is asked for with "last", the earliest with "first".
    """
    words = set(tokenize(asked))
    worth = np.zeros(reading.size, dtype=np.float32)
    rows = np.flatnonzero(reading.date_lines)
    for row in rows:
        title = set(tokenize(reading.contexts[int(row)].partition(" › ")[0]))
        worth[row] = DATE_LINE_WEIGHT - (OTHER_TITLE_WEIGHT * len(title - words) / len(title) if title else 0.0)
        worth[row] -= OTHER_TITLE_WEIGHT * (1.0 - float(subject[row]))
    for name, wanted in (("latest", max), ("earliest", min)):
        if pattern("value", name).search(asked):
            dates = {int(row): day for row in rows if (day := reading.day(int(row)))}
            if dates:
                ends = wanted(dates.values())
                worth += np.float32(IN_TIME_WEIGHT) * np.isin(
                    np.arange(reading.size), [row for row in dates if dates[row] == ends]
                )
    return worth


def _lifted(total: Floats, valued: Mask, reading: Reading) -> Floats:
    """(n,) for rows with a value: the best score in their block, or nearly that of their section's rows close by.

    The telephone number of a desk stands some lines under the desk's name: the line itself says nothing of whose it is.
    """
    lifted = total.copy()
    sections = reading.partition.sections
    for row in np.flatnonzero(valued):
        low, high = max(0, int(row) - BLOCK_ROWS), min(reading.size, int(row) + BLOCK_ROWS + 1)
        near = slice(low, high)
        same_block = reading.blocks[near] == reading.blocks[row]
        same_section = sections[near] == sections[row]
        best = float(total[row])
        if same_block.any():
            best = max(best, float(total[near][same_block].max()) - BLOCK_DISCOUNT)
        if reading.kinds[row] in BLOCK_KINDS and same_section.any():
            best = max(best, float(total[near][same_section].max()) - SECTION_DISCOUNT)
        lifted[row] = best
    return lifted


def _asks_plainly(question: Question) -> bool:
    return question.form is Form.YES_NO and question.seek is Seek.NOTHING


def _plainly(question: Question, reading: Reading, coverage: Floats, rows: Rows | None = None) -> Floats:
    """For passages that cover enough of a yes/no question the share of their own words that it holds, 0 for fewer than two."""
    chosen = np.arange(reading.size) if rows is None else rows
    share = np.zeros(len(chosen), dtype=np.float32)
    if not _asks_plainly(question):
        return share
    asked = frozenset(question.terms)
    for place in np.flatnonzero(coverage[chosen] >= PLAIN_COVERED).tolist():
        words = reading.terms(int(chosen[place]))
        if len(common := words & asked) >= PLAIN_LEAST:
            share[place] = len(common) / len(words)
    return share


def _last_heading(context: str) -> str:
    return context.rpartition(" › ")[2]


def coverage_of(terms: tuple[str, ...], reading: Reading) -> Floats:
    """(n,) the share (0 to 1, rare words weigh more) of a question's words that each passage and its context hold."""
    covered = np.zeros(reading.size, dtype=np.float32)
    weight = 0.0
    for term in terms:
        rarity = reading.idf(term)
        weight += rarity
        presence = reading.presence((term,))
        if others := synonyms(term) + reading.forms(term):
            presence = np.maximum(presence, SYNONYM_SHARE * reading.presence(others))
        covered += np.float32(rarity) * presence
    return covered / np.float32(weight) if weight else covered
