"""Forms of one word: "identify" and "identification", "statistics" and "statistical"."""

from itertools import takewhile

# What may stand behind the common root of two forms, stemmed as `vectorstore.lexical.stem` does ("notifi" is "notified").
_ENDINGS = frozenset(
    (
        "",
        *"y i al ally ical ic ion tion sion ption at ation ication is iz isation ization".split(),
        *"anc enc ant ent abl ibl iv or ur ity ly".split(),
    )
)
# Two words that begin with fewer letters alike are seldom forms of one: "part" and "party", "form" and "format".
_ROOT = 5
ROOT_KEY = 4
"""Words of one root share at least so many first letters: for looking them up."""
_SHARED_LETTERS, _WHOLE_STEM = 6, 5


def same_root(one: str, other: str) -> bool:
    """Whether two stems are a root with endings that English makes other forms of a word with: for finding clauses."""
    root = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    return one != other and root >= _ROOT and one[root:] in _ENDINGS and other[root:] in _ENDINGS


def same_word(one: str, other: str) -> bool:
    """Whether two stems are taken for one word where a quote is there already and only its wording is compared.

    Wider than `same_root`: "suspend" and "suspension", "register" and "registry".
    """
    short, long = sorted((one, other), key=len)
    return len(short) >= _WHOLE_STEM and (long.startswith(short) or short[:_SHARED_LETTERS] == long[:_SHARED_LETTERS])
