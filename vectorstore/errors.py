"""What can go wrong below the assistant's layer, as one tree; every message names the file or id and the remedy.

VectorStoreError
├── EncoderError      the model cannot be found, read, verified or exported
├── IndexMissing      no index for this library, encoder and parser
├── IndexDamaged      an index is there and does not hold what its manifest says
└── UnknownPolicy     a policy id that the index does not hold
"""


class VectorStoreError(Exception):
    """Base of this layer's errors."""


class EncoderError(VectorStoreError):
    """The encoder's model cannot be found, read, verified or exported."""


class IndexMissing(VectorStoreError):  # noqa: N818 - named for the state, like FileNotFoundError's siblings
    """There is no index for this library, encoder and clause parser: build it."""


class IndexDamaged(VectorStoreError):  # noqa: N818
    """The index does not hold what its manifest says: rebuild it from the library."""


class UnknownPolicy(VectorStoreError, KeyError):  # noqa: N818
    """The index holds no policy of this id."""

    def __str__(self) -> str:
        return str(self.args[0])
