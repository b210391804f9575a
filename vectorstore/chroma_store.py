"""The vectors in Chroma: nearest passages over many policies; the only module that imports chromadb."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import numpy as np

from vectorstore.encoder import Vectors
from vectorstore.errors import IndexDamaged, VectorStoreError
from vectorstore.passages import Passage

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

CHROMA_FOLDER = "chroma"
# Chroma refuses more than 5,461 rows a call.
ROWS_A_CALL = 5_000
# How far from itself a passage may be found: float arithmetic, nothing more.
PROBE_DISTANCE = 0.01


def _client(folder: Path | None, url: str) -> "ClientAPI":
    import chromadb  # noqa: PLC0415 - near a second to import, and a question to one company does without it
    from chromadb.config import Settings  # noqa: PLC0415

    settings = Settings(anonymized_telemetry=False)
    if url:
        address = urlsplit(url)
        secure = address.scheme == "https"
        try:
            return chromadb.HttpClient(
                host=address.hostname or "localhost",
                port=address.port or (443 if secure else 8000),
                ssl=secure,
                settings=settings,
            )
        except Exception as error:  # chromadb wraps connection errors in ValueError and its own kinds
            raise VectorStoreError(f"{url}: no Chroma server answers; start it or unset chroma_url") from error
    return chromadb.PersistentClient(path=str(folder), settings=settings)


class ChromaStore:
    """One collection, named for the index's fingerprint; cosine space; rows carry policy, clause, offsets and row number."""

    def __init__(self, client: "ClientAPI", collection: "Collection", place: str) -> None:
        # The client is kept: collections stop working when it is collected.
        self._client_kept = client
        self._collection = collection
        self._place = place
        self._ids: list[str] = []
        self._metadatas: list[dict[str, str | int]] = []
        self._vectors: list[Vectors] = []

    @classmethod
    def create(cls, fingerprint: str, folder: Path | None, url: str = "") -> "ChromaStore":
        """An empty collection in a folder, or on a server; one left half-filled by a killed build is dropped first."""
        client = _client(folder, url)
        name = f"passages-{fingerprint}"
        if any(known.name == name for known in client.list_collections()):
            client.delete_collection(name)
        configuration: Any = {"hnsw": {"space": "cosine"}}
        collection = client.create_collection(name, configuration=configuration, embedding_function=None)
        return cls(client, collection, url or str(folder))

    @classmethod
    def open(cls, fingerprint: str, folder: Path | None, url: str = "", *, rows: int) -> "ChromaStore":
        """The collection of an index; IndexDamaged when it is not there or does not hold `rows` rows."""
        place = url or str(folder)
        if folder is not None and not (folder / "chroma.sqlite3").is_file():
            # Chroma would make an empty one in its place.
            raise IndexDamaged(f"{place}: no Chroma folder; it will be rebuilt from the library")
        try:
            client = _client(folder, url)
            collection = client.get_collection(f"passages-{fingerprint}", embedding_function=None)
            held = collection.count()
        except VectorStoreError:
            raise
        except Exception as error:  # a damaged Chroma folder raises whatever its parts raise
            raise IndexDamaged(f"{place}: Chroma cannot open it; it will be rebuilt from the library") from error
        if held != rows:
            raise IndexDamaged(f"{place}: {held} rows instead of {rows}; it will be rebuilt from the library")
        return cls(client, collection, place)

    def check(self, row: int, vector: Vectors) -> None:
        """IndexDamaged unless the passage of a row finds itself, or one with the same vector."""
        found = self._query(vector, None, 1)["distances"]
        if not found or not found[0] or found[0][0] > PROBE_DISTANCE:
            raise IndexDamaged(f"{self._place}: row {row} does not find itself; it will be rebuilt from the library")

    def add(self, first: int, version: str, passages: Sequence[Passage], vectors: Vectors) -> None:
        """Store one policy's passages; `first` is the row number of the first. They are there after `flush`.

        Chroma gets thousands of rows a call: for rows of a hundred policies that is a quarter less work than a call for each.
        """
        for place, passage in enumerate(passages):
            self._ids.append(str(first + place))
            self._metadatas.append(
                {
                    "policy_id": passage.policy_id,
                    "version": version,
                    "clause_id": passage.clause_id,
                    "start": passage.start,
                    "end": passage.end,
                }
            )
            self._vectors.append(np.asarray(vectors[place], dtype=np.float32))
            if len(self._ids) == ROWS_A_CALL:
                self.flush()

    def flush(self) -> None:
        """Hand all rows to Chroma."""
        if self._ids:
            embeddings: Any = np.stack(self._vectors)
            metadatas: Any = self._metadatas
            self._collection.add(ids=self._ids, embeddings=embeddings, metadatas=metadatas)
            self._ids, self._metadatas, self._vectors = [], [], []

    def nearest(self, vector: Vectors, policy_ids: Sequence[str] | None, limit: int) -> list[int]:
        """Row numbers of the nearest passages of some policies (of all for None), nearest first."""
        return [int(row) for row in self._query(vector, policy_ids, limit)["ids"][0]]

    def _query(self, vector: Vectors, policy_ids: Sequence[str] | None, limit: int) -> Any:
        where: Any = None if policy_ids is None else {"policy_id": {"$in": list(policy_ids)}}
        embeddings: Any = [np.asarray(vector, dtype=np.float32)]
        try:
            return self._collection.query(query_embeddings=embeddings, n_results=limit, where=where, include=["distances"])
        except Exception as error:  # a damaged Chroma folder raises whatever its parts raise
            raise IndexDamaged(f"{self._place}: Chroma cannot search it; it will be rebuilt from the library") from error

    def close(self) -> None:
        """Let go of files and connections."""
        close = getattr(self._client_kept, "close", None)
        if close is not None:
            close()
