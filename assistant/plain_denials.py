"""A clause that denies outright in other words than asked: "We do not store cards" and "can they see my card number?"."""

from assistant.acts import acts, held
from assistant.denials import blanked, segments
from assistant.patterns import ignoring_case
from ingest.policy import Span
from ingest.sentences import split_sentences
from vectorstore.lexical import tokenize

# What such a clause must hold of the question's own words, at least: one of ten.
SOME_WORDS = 0.1
# A clause that says more than one or two things seldom denies with all of them.
MOST_SENTENCES = 2

_AUXILIARY = r"(?:do|does|did|will|shall|would|is|are|was|were|can|could|has|have|must)"
_OUTRIGHT = ignoring_case(
    r"^\W*(?:(?:however|also|therefore|and|but|in addition|that said|(?:please )?note that|(?:although|while)\b[^,]*,)\W*)*"
    rf"(?:(?:no|none|nobody)\b|[\w.&'’-]+(?: [\w.&'’-]+){{0,5}}? (?:{_AUXILIARY} (?:not|never)\b|cannot\b|never\b"
    r"|(?:do|does|did|wo|ca|is|are|was|were|has|have)n['’]t\b))"
)
# What leaves room: conditions, exceptions, purposes.
_LEAVES_ROOM = ignoring_case(
    r"\b(?:unless|except|if|when|so that|even (?:if|though)|other than|only|without|necessarily|until|required|obliged)\b"
)
# A question that turns on such a word is not answered by a denial alone.
_TURNS = ignoring_case(
    r"\b(?:refus|declin|den(?:y|ie)|object|stop|avoid|without|not|never|no|free|only|prevent|limit|other|wrong)\w*\b|n['’]t\b"
)


def denies_outright(asked: str, says: str, terms: frozenset[str]) -> bool:
    """Whether a clause denies, with no condition, what a yes/no question puts forward. `terms` are the question's words."""
    if _TURNS.search(asked) or not terms or len(held(says, terms)) < SOME_WORDS * len(terms):
        return False
    sentences = [says[span.start : span.end] for span in split_sentences(says, Span(0, len(says)))]
    if len(sentences) > MOST_SENTENCES:
        return False
    done = acts(tokenize(" ".join(part.main for part in segments(asked)) or asked))
    return any(
        _OUTRIGHT.search(blanked(sentence)) and not _LEAVES_ROOM.search(sentence) and (not done or held(sentence, done))
        for sentence in sentences
    )
