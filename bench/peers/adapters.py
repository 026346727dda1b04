"""The peers, each as its own documentation shows it: texts in, the nearest texts out.

They are imported only where they are used, for their environment has nothing of Pincite and
Pincite's environment nothing of them. A peer whose documentation keeps vectors in memory is saved
to its own file after each adding, and read from there.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import Any, Protocol

K = 10
Rows = Sequence[Sequence[float]]


class Peer(Protocol):
    """A store of texts in a folder; what the folder holds already is read when it is made."""

    def add(self, texts: Sequence[str], rows: Rows | None = None) -> None:
        """Embed texts, unless their vectors are given, and store them durably in the folder."""

    def search(self, question: str) -> Sequence[str]:
        """Return the ``K`` nearest texts, the nearest first."""


class Txtai:
    """An embeddings database with content."""

    def __init__(self, folder: Path, model: str) -> None:
        from txtai import Embeddings

        self._path, self._model = str(folder / "index"), model
        self._embeddings = Embeddings(path=model, content=True)
        if self._embeddings.exists(self._path):
            self._embeddings.load(self._path)

    def add(self, texts: Sequence[str], rows: Rows | None = None) -> None:
        """Index the texts after those that are there."""
        if rows is None:
            self._embeddings.upsert(texts)
        else:
            self._index(_Known(texts, rows))
        self._embeddings.save(self._path)

    def _index(self, known: "_Known") -> None:
        """Index texts by vectors from elsewhere, and name the model for the questions."""
        from txtai import Embeddings

        self._embeddings = Embeddings(
            method="external",
            transform=lambda batch: known.embed_documents(batch),  # no bound method is taken
            content=True,
        )
        self._embeddings.index(known.texts)
        for name in ("method", "transform"):
            self._embeddings.config.pop(name)
        self._embeddings.config["path"] = self._model

    def search(self, question: str) -> list[str]:
        """Return the texts that an embeddings query finds."""
        return [found["text"] for found in self._embeddings.search(question, K)]


class Chroma:
    """A persistent collection."""

    def __init__(self, folder: Path, model: str) -> None:
        import chromadb
        from chromadb.utils.embedding_functions import SentenceTransformerEmbeddingFunction

        self._client = chromadb.PersistentClient(path=str(folder))
        self._collection = self._client.get_or_create_collection(
            "passages", embedding_function=SentenceTransformerEmbeddingFunction(model_name=model)
        )

    def add(self, texts: Sequence[str], rows: Rows | None = None) -> None:
        """Add the texts, no more at once than the client allows."""
        first, most = self._collection.count(), self._client.get_max_batch_size()
        for at in range(0, len(texts), most):
            batch = texts[at : at + most]
            self._collection.add(
                ids=_ids(first + at, batch),
                documents=list(batch),
                embeddings=None if rows is None else rows[at : at + most],
            )

    def search(self, question: str) -> list[str]:
        """Return the documents of a query."""
        found = self._collection.query(query_texts=[question], n_results=K)
        return list(found["documents"][0])


class LangChain:
    """The vector store in memory that its tutorials begin with."""

    def __init__(self, folder: Path, model: str) -> None:
        from langchain_core.vectorstores import InMemoryVectorStore
        from langchain_huggingface import HuggingFaceEmbeddings

        self._path = folder / "store.json"
        embeddings = HuggingFaceEmbeddings(model_name=model)
        if self._path.exists():
            self._store = InMemoryVectorStore.load(str(self._path), embeddings)
        else:
            self._store = InMemoryVectorStore(embeddings)

    def add(self, texts: Sequence[str], rows: Rows | None = None) -> None:
        """Add the texts."""
        if rows is not None:
            self._store.embedding = _Known(texts, rows)
        self._store.add_texts(texts)
        self._store.dump(str(self._path))

    def search(self, question: str) -> list[str]:
        """Return the contents of a similarity search."""
        return [found.page_content for found in self._store.similarity_search(question, k=K)]


class LlamaIndex:
    """A vector store index with its simple store."""

    def __init__(self, folder: Path, model: str) -> None:
        from llama_index.core import StorageContext, VectorStoreIndex, load_index_from_storage
        from llama_index.embeddings.huggingface import HuggingFaceEmbedding

        self._folder = str(folder)
        embedding = HuggingFaceEmbedding(model_name=model)
        if any(folder.iterdir()):
            stored = StorageContext.from_defaults(persist_dir=self._folder)
            self._index = load_index_from_storage(stored, embed_model=embedding)
        else:
            self._index = VectorStoreIndex(nodes=[], embed_model=embedding)
        self._retriever = self._index.as_retriever(similarity_top_k=K)

    def add(self, texts: Sequence[str], rows: Rows | None = None) -> None:
        """Insert a node for each text, so that it is cut no further."""
        from llama_index.core.schema import TextNode

        self._index.insert_nodes(
            [TextNode(text=text, embedding=row) for text, row in _each(texts, rows)]
        )
        self._index.storage_context.persist(persist_dir=self._folder)

    def search(self, question: str) -> list[str]:
        """Return the contents of the nodes that the retriever finds."""
        return [found.node.get_content() for found in self._retriever.retrieve(question)]


class Haystack:
    """The document store in memory, asked by a pipeline of embedder and retriever."""

    def __init__(self, folder: Path, model: str) -> None:
        from haystack import Pipeline
        from haystack.components.retrievers.in_memory import InMemoryEmbeddingRetriever
        from haystack.document_stores.in_memory import InMemoryDocumentStore
        from haystack_integrations.components.embedders.sentence_transformers import (
            SentenceTransformersTextEmbedder,
        )

        self._path, self._model, self._numbers = folder / "store.json", model, count()
        self._documents: Any = None
        if self._path.exists():
            self._store = InMemoryDocumentStore.load_from_disk(str(self._path))
        else:
            self._store = InMemoryDocumentStore(embedding_similarity_function="cosine")
        self._asking = Pipeline()
        embedder = SentenceTransformersTextEmbedder(model=model, progress_bar=False)
        self._asking.add_component("embedder", embedder)
        retriever = InMemoryEmbeddingRetriever(document_store=self._store, top_k=K)
        self._asking.add_component("retriever", retriever)
        self._asking.connect("embedder.embedding", "retriever.query_embedding")

    def add(self, texts: Sequence[str], rows: Rows | None = None) -> None:
        """Write the documents, embedded by the embedder of documents."""
        from haystack import Document

        documents = [
            Document(id=str(next(self._numbers)), content=text, embedding=row)
            for text, row in _each(texts, rows)
        ]
        if rows is None:
            documents = self._embedder().run(documents=documents)["documents"]
        self._store.write_documents(documents)
        self._store.save_to_disk(str(self._path))

    def _embedder(self) -> Any:  # noqa: ANN401 - of a package without types
        from haystack_integrations.components.embedders.sentence_transformers import (
            SentenceTransformersDocumentEmbedder,
        )

        if self._documents is None:
            self._documents = SentenceTransformersDocumentEmbedder(
                model=self._model, progress_bar=False
            )
            self._documents.warm_up()
        return self._documents

    def search(self, question: str) -> list[str]:
        """Return the contents of the documents that the pipeline finds."""
        found = self._asking.run({"embedder": {"text": question}})
        return [document.content for document in found["retriever"]["documents"]]


PEERS: Mapping[str, tuple[Callable[[Path, str], Peer], str]] = {
    "txtai": (Txtai, "txtai"),
    "LlamaIndex": (LlamaIndex, "llama-index-core"),
    "LangChain": (LangChain, "langchain-core"),
    "Haystack": (Haystack, "haystack-ai"),
    "Chroma": (Chroma, "chromadb"),
}
"""Each with the name of its package."""


class _Known:
    """A model, to LangChain and txtai, that knows the vectors of a few texts."""

    def __init__(self, texts: Sequence[str], rows: Rows) -> None:
        self.texts = texts
        self._rows = dict(zip(texts, rows, strict=True))

    def embed_documents(self, texts: Sequence[str]) -> list[Sequence[float]]:
        """Return the vectors that were given with these texts."""
        return [self._rows[text] for text in texts]


def _ids(first: int, texts: Sequence[str]) -> list[str]:
    return [str(first + at) for at in range(len(texts))]


def _each(texts: Sequence[str], rows: Rows | None) -> Iterator[tuple[str, Sequence[float] | None]]:
    return zip(texts, [None] * len(texts) if rows is None else rows, strict=True)
