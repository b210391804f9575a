"""Forms of one word: "identify" and "identification", "statistics" and "statistical"."""

from itertools import takewhile

# What may stand behind the common root of two forms, stemmed as `vectorstore.lexical.stem` does.
ENDINGS = frozenset(
    (
        "",
        *"y i t at al ally ical ic er or is iz ly iv ur ion tion sion ption ation ication isation ization".split(),
        *"anc enc ant ent ary ory ment abl ibl ful ity".split(),
    )
)
ROOT = 4


def same_root(one: str, other: str) -> bool:
    """Whether two stems are a root of at least `ROOT` letters with endings that English makes other forms of a word with."""
    root = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
    return one != other and root >= ROOT and one[root:] in ENDINGS and other[root:] in ENDINGS
