"""Is it a question about a privacy policy at all? Nearness to what people ask of policies, and to what the policies say."""

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from importlib.resources import files
from threading import Lock

from assistant.evidence import Evidence
from assistant.patterns import pattern
from assistant.question import Question, Seek, needs_value
from assistant.unspoken import CONTACTS
from vectorstore.encoder import Encoder, Vectors

TOPICS_FILE = "topics.txt"
# Sums of three cosines: to the nearest topic here, to the nearest sentence of the search's topics, to the nearest passage. Of
# 400 answerable development questions about 18 other policies 1 % lie below 0.94, of 200 on which those are silent 15 %, of 32
# about something else, put to five policies, three quarters. With two of the three more silent ones would be taken for foreign.
FOREIGN = 0.94
# Who names a company of the library asks about its policy, as a rule: 1 % of those on which it is silent lie below 0.77.
FOREIGN_NAMED = 0.7
FOREIGN_NAMED_IF_SILENT = 0.77


class Domain:
    """The topics of the field, encoded at the first question that needs them (a tenth of a second).

    `vector` gives the vector of a question, which the search has made already, `known` its cosine to the search's topics.
    """

    def __init__(self, encoder: Encoder, vector: Callable[[str], Vectors], known: Callable[[str], float]) -> None:
        self._encoder = encoder
        self._vector = vector
        self._known = known
        self._lock = Lock()

    @cached_property
    def _topics(self) -> Vectors:
        lines = files("assistant").joinpath(TOPICS_FILE).read_text(encoding="utf-8").splitlines()
        return self._encoder.encode([line for line in lines if line and not line.startswith("#")])

    def is_foreign(self, question: Question, evidence: Sequence[Evidence], *, named: bool, silent: bool) -> bool:
        """Whether a question is about something else than privacy policies.

        `named` when it names a company of the library or is put to one that was chosen, `silent` when no policy answers it.
        """
        if pattern("part", "foreign").search(question.text):
            return True
        if named and (question.seek is Seek.PERSON or needs_value(question.seek)):
            # Who heads a company, and how it is reached, is asked of its policy: that is where it stands.
            return False
        least = FOREIGN
        if named:
            least = FOREIGN_NAMED_IF_SILENT if silent else FOREIGN_NAMED
        return self.nearness(question, evidence) < least

    def nearness(self, question: Question, evidence: Iterable[Evidence]) -> float:
        """From about 0 to 3. `evidence` is the question measured against each policy in scope."""
        nearest = max((_nearest(question, found) for found in evidence if found.reading.size), default=0.0)
        nearest += self._known(question.topic)
        if nearest >= FOREIGN:
            # So near that no further topic can make it foreign.
            return nearest
        with self._lock:
            return nearest + float((self._topics @ self._vector(question.topic)).max())


def _nearest(question: Question, found: Evidence) -> float:
    """How near the nearest passage is; lines of contact blocks count only for who asks how to reach somebody.

    "What is the weather in Tokyo?" is near every address there.
    """
    dense = found.scores.dense
    if question.seek in CONTACTS or question.seek is Seek.PERSON:
        return float(dense.max())
    lines = found.reading.own_blocks | found.reading.foreign_blocks
    return float(dense[~lines].max()) if not lines.all() else 0.0
