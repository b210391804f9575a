"""The BM25 leg: exact words, numbers, markers and addresses that a vector blurs."""

import re
import unicodedata
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from vectorstore.postings import Postings

# What must survive as one token: e-mail addresses, section numbers such as 4.2 or 1-1, markers such as (1) and ①, § and words.
_TOKEN = re.compile(
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"  # e-mail
    r"|[0-9]+(?:[.,:/\-][0-9]+)+"  # 4.2, 1,000, 03-1234-5678
    r"|\([0-9a-z]{1,3}\)"  # (1), (a)
    r"|§"
    r"|[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+"  # kana and kanji, cut into pairs below
    r"|[^\W_]+(?:['’][^\W_]+)?"
)
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
# Words that say what kind of sentence it is, not what it is about.
STOP_WORDS = frozenset(
    "a an and are as at be been being but by can could did do does for from had has have how i if in into is it its may me my "
    "of on or our shall should so such than that the their them then there these they this those to us was we were what when "
    "where which who whom whose why will with would you your".split()
)
# Questions ask for the words of the same clauses again and again; longer texts are not worth their memory.
_REMEMBERED_CHARS = 1_000
# BM25's usual constants: K1 how soon repeating a word stops helping, B how much a long passage is held against it.
K1, B = 1.2, 0.6


def stem(word: str) -> str:
    """A light stem: plural and the commonest endings only, so that "fees" meets "fee" and "policies" meets "policy"."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 5 and word.endswith("ing"):
        word = word[:-3]
    elif len(word) > 4 and word.endswith(("ed", "sses", "ches", "shes", "xes")):
        word = word[:-2]
    elif len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    return word[:-1] if len(word) > 4 and word.endswith("e") else word


def tokenize(text: str) -> list[str]:
    """The tokens of a text: NFKC, lower case, stemmed; Japanese in pairs of characters; stop words left out."""
    return list(_tokens(text) if len(text) <= _REMEMBERED_CHARS else _tokens.__wrapped__(text))


@lru_cache(maxsize=4_096)
def _tokens(text: str) -> tuple[str, ...]:
    tokens: list[str] = []
    for match in _TOKEN.finditer(unicodedata.normalize("NFKC", text).lower()):
        token = match.group()
        if _CJK.match(token):
            tokens.extend(token[place : place + 2] for place in range(max(len(token) - 1, 1)))
        elif token.isalpha() or "'" in token or "’" in token:
            word = token.split("'")[0].split("’")[0]
            if word not in STOP_WORDS:
                tokens.append(stem(word))
        else:
            tokens.append(token)
    return tuple(tokens)


class Lexical:
    """BM25 (Lucene's variant) over the passages of one policy and, once, the words of their context; every score computed."""

    def __init__(self, postings: Postings) -> None:
        self._postings = postings
        lengths = postings.lengths.astype(np.float32)
        average = float(lengths.mean()) if postings.size and lengths.any() else 1.0
        self._norm: NDArray[np.float32] = K1 * (1 - B + B * lengths / np.float32(average))

    def scores(self, weights: dict[str, float]) -> NDArray[np.float32]:
        """BM25 of every passage for weighted query tokens, as a share of what a passage with all of them once would get."""
        size = self._postings.size
        total = np.zeros(size, dtype=np.float32)
        reach = 0.0
        for token, weight in weights.items():
            tf = np.zeros(size, dtype=np.float32)
            for rows, counts in (self._postings.own(token), self._postings.around(token)):
                tf[rows] += counts
            found = np.flatnonzero(tf)
            # A word the policy never uses weighs as much as its rarest word: missing it must cost.
            idf = float(np.log1p((size - len(found) + 0.5) / (len(found) + 0.5))) if size else 1.0
            reach += weight * idf
            if len(found):
                held = tf[found]
                total[found] += np.float32(weight * idf * (K1 + 1)) * held / (held + self._norm[found])
        return total / np.float32(reach) if reach > 0 else total
