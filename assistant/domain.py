"""Is it a question about a privacy policy at all? Nearness to what people ask of policies, and to what the policies say."""

from collections.abc import Iterable
from functools import cached_property
from importlib.resources import files
from threading import Lock

from assistant.evidence import Evidence
from assistant.question import Question
from vectorstore.encoder import Encoder, Vectors

TOPICS_FILE = "topics.txt"
# Sums of two cosines, to the nearest topic and to the nearest passage. Of 450 development questions about 43 other policies
# 1 % lie below the first; of 43 about something else two thirds. Below the second a question that no policy answers is taken
# to be about something else.
FOREIGN = 0.46
FOREIGN_IF_SILENT = 0.56


class Domain:
    """The topics of the field, encoded at the first question that needs them (a tenth of a second)."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._lock = Lock()

    @cached_property
    def _topics(self) -> Vectors:
        lines = files("assistant").joinpath(TOPICS_FILE).read_text(encoding="utf-8").splitlines()
        return self._encoder.encode([line for line in lines if line and not line.startswith("#")])

    def nearness(self, question: Question, evidence: Iterable[Evidence]) -> float:
        """From about 0 to 2. `evidence` is the question measured against each policy in scope."""
        nearest = max((float(found.scores.dense.max()) for found in evidence if found.reading.size), default=0.0)
        if nearest >= FOREIGN_IF_SILENT:
            # So near a passage that no topic can make it foreign.
            return 2 * nearest
        vector = self._encoder.encode([question.topic])[0]
        with self._lock:
            return nearest + float((self._topics @ vector).max())
