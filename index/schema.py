"""The tables of a store, as numbered migrations, and its small facts."""

import sqlite3
from contextlib import closing

from index.errors import StoreDamagedError, StoreVersionError
from index.names import APPLICATION_ID
from index.types import sha256_of

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
        # asked_id is the id that a document came with; id differs from it where that was taken.
        # version is the generation that wrote the present content. The text stands last, so that
        # the short columns are read without it.
        """CREATE TABLE documents (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE,
            asked_id TEXT NOT NULL,
            source TEXT NOT NULL,
            title TEXT NOT NULL,
            metadata TEXT NOT NULL,
            content_hash TEXT NOT NULL,
            version INTEGER NOT NULL,
            added_at TEXT NOT NULL,
            text TEXT NOT NULL,
            UNIQUE (asked_id, source)
        ) STRICT""",
        # sentences: int32 pairs (start, end), little-endian.
        """CREATE TABLE blocks (
            document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
            ordinal INTEGER NOT NULL,
            span_start INTEGER NOT NULL,
            span_end INTEGER NOT NULL,
            kind TEXT NOT NULL,
            level INTEGER,
            page INTEGER,
            sentences BLOB NOT NULL,
            PRIMARY KEY (document, ordinal)
        ) STRICT, WITHOUT ROWID""",
        # AUTOINCREMENT: an id is never used again, so that an old vector index or an old reader
        # can never take one passage for another. vector: float32, little-endian.
        """CREATE TABLE passages (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
            span_start INTEGER NOT NULL,
            span_end INTEGER NOT NULL,
            vector BLOB NOT NULL
        ) STRICT""",
        "CREATE UNIQUE INDEX passages_of_document ON passages (document, span_start, span_end)",
        # One float32 row a sentence, little-endian; apart, so that passages stay short rows.
        """CREATE TABLE sentences (
            passage INTEGER PRIMARY KEY REFERENCES passages ON DELETE CASCADE,
            vectors BLOB NOT NULL
        ) STRICT""",
        # The rowid is the passage's id. The column holds terms, not text, so the tokenizer must
        # have no ideas of its own: "ascii" parts at spaces and leaves every other letter alone.
        "CREATE VIRTUAL TABLE passage_terms USING fts5 (terms, tokenize = 'ascii')",
        "CREATE VIRTUAL TABLE term_counts USING fts5vocab ('passage_terms', 'row')",
        "INSERT INTO meta VALUES ('generation', '0')",
    ),
    (
        # Title and metadata are those that were read; what the user set stands beside them.
        # pages is 0 where the format has none; folder is the key of the synced folder, or "".
        """CREATE TABLE documents_new (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE,
            asked_id TEXT NOT NULL,
            source TEXT NOT NULL,
            folder TEXT NOT NULL,
            title TEXT NOT NULL,
            metadata TEXT NOT NULL,
            edited_title TEXT,
            edited_metadata TEXT NOT NULL,
            content_hash TEXT NOT NULL,
            text_hash TEXT NOT NULL,
            characters INTEGER NOT NULL,
            pages INTEGER NOT NULL,
            version INTEGER NOT NULL,
            added_at TEXT NOT NULL,
            updated_at TEXT NOT NULL
        ) STRICT""",
        """INSERT INTO documents_new SELECT number, id, asked_id, source, '', title, metadata,
            NULL, '{}', content_hash, sha256(text), length(text),
            (SELECT coalesce(max(page), 0) FROM blocks WHERE document = number),
            version, added_at, added_at FROM documents""",
        # Apart, so that listing never turns the pages of long texts. word_boxes: zlib.
        """CREATE TABLE contents (
            document INTEGER PRIMARY KEY REFERENCES documents ON DELETE CASCADE,
            word_boxes BLOB NOT NULL,
            page_sizes BLOB NOT NULL,
            text TEXT NOT NULL
        ) STRICT""",
        "INSERT INTO contents SELECT number, x'', x'', text FROM documents",
        # The numbers given so far are never given again.
        "DELETE FROM sqlite_sequence WHERE name = 'documents_new'",
        "INSERT INTO sqlite_sequence SELECT 'documents_new', seq FROM sqlite_sequence "
        "WHERE name = 'documents'",
        "DROP TABLE documents",
        "ALTER TABLE documents_new RENAME TO documents",
        "CREATE UNIQUE INDEX documents_as_asked ON documents (asked_id, source)",
        "CREATE INDEX documents_in_folder ON documents (folder) WHERE folder <> ''",
        # The file itself, where a page of it may have to be drawn.
        """CREATE TABLE originals (
            document INTEGER PRIMARY KEY REFERENCES documents ON DELETE CASCADE,
            data BLOB NOT NULL
        ) STRICT""",
        # Facts about every text that a document had; the texts themselves are gone.
        """CREATE TABLE versions (
            document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
            number INTEGER NOT NULL,
            content_hash TEXT NOT NULL,
            characters INTEGER NOT NULL,
            read_at TEXT NOT NULL,
            PRIMARY KEY (document, number)
        ) STRICT, WITHOUT ROWID""",
        "INSERT INTO versions SELECT number, 1, content_hash, characters, added_at FROM documents",
        # What was embedded, as a short hash: equal texts need not be embedded again. Passages
        # from before have none.
        "ALTER TABLE passages ADD COLUMN key BLOB",
        "CREATE INDEX passages_by_key ON passages (key)",
        "ALTER TABLE sentences ADD COLUMN key BLOB",
        "CREATE INDEX sentences_by_key ON sentences (key)",
    ),
    (
        # Answers that were to be kept: what was asked, and where in the documents its statements
        # stand. facts: JSON, without a word of a document.
        """CREATE TABLE answers (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE,
            conversation TEXT NOT NULL,
            question TEXT NOT NULL,
            kept_at TEXT NOT NULL,
            facts TEXT NOT NULL
        ) STRICT""",
        # text: a language model's sentence; null where the statement is its first quote, and once
        # a document that it rests on is gone.
        """CREATE TABLE answer_statements (
            answer INTEGER NOT NULL REFERENCES answers ON DELETE CASCADE,
            ordinal INTEGER NOT NULL,
            is_quote INTEGER NOT NULL,
            text TEXT,
            PRIMARY KEY (answer, ordinal)
        ) STRICT, WITHOUT ROWID""",
        # statement: -1 for a passage that was shown as no answer. lost: why document is null. No
        # document can go while one of these rows names it: whoever removes it must let go first.
        """CREATE TABLE answer_places (
            answer INTEGER NOT NULL REFERENCES answers ON DELETE CASCADE,
            statement INTEGER NOT NULL,
            ordinal INTEGER NOT NULL,
            n INTEGER NOT NULL,
            document INTEGER REFERENCES documents,
            span_start INTEGER,
            span_end INTEGER,
            digest BLOB,
            highlights TEXT,
            lost TEXT,
            PRIMARY KEY (answer, statement, ordinal)
        ) STRICT, WITHOUT ROWID""",
        "CREATE INDEX answer_places_of_document ON answer_places (document)",
    ),
    (
        # What was answered to requests that change something and have a key. kept_at: seconds
        # since 1970. body: null once a document of it is gone.
        """CREATE TABLE receipts (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            route TEXT NOT NULL,
            key TEXT NOT NULL,
            fingerprint BLOB NOT NULL,
            kept_at REAL NOT NULL,
            status INTEGER NOT NULL,
            body BLOB,
            location TEXT NOT NULL,
            UNIQUE (route, key)
        ) STRICT""",
        "CREATE INDEX receipts_by_age ON receipts (kept_at)",
        """CREATE TABLE receipt_documents (
            document INTEGER NOT NULL REFERENCES documents ON DELETE CASCADE,
            receipt INTEGER NOT NULL REFERENCES receipts ON DELETE CASCADE,
            PRIMARY KEY (document, receipt)
        ) STRICT, WITHOUT ROWID""",
        "CREATE INDEX documents_of_receipt ON receipt_documents (receipt)",
    ),
    (
        # In how many passages each term stands; FTS5 would count all its places.
        """CREATE TABLE term_frequencies (
            term TEXT PRIMARY KEY,
            passages INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID""",
        "INSERT INTO term_frequencies SELECT term, doc FROM term_counts",
        # One row for each place at which a term stands.
        "CREATE VIRTUAL TABLE term_places USING fts5vocab ('passage_terms', 'instance')",
    ),
)


def migrate(connection: sqlite3.Connection, *, until: int | None = None) -> None:
    """Bring the database to a version, the newest if none is given, each step in a transaction.

    Foreign keys must not be enforced meanwhile: a table that is made anew would take with it all
    that refers to it.

    Raises:
        StoreVersionError: a newer program wrote it.
        StoreDamagedError: it is another program's database.
    """
    version = _checked_version(connection)
    connection.create_function("sha256", 1, sha256_of, deterministic=True)
    for number, statements in enumerate(MIGRATIONS[version:until], start=version + 1):
        connection.execute("BEGIN IMMEDIATE")
        for statement in statements:
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {number}")
        connection.execute("COMMIT")


def check_tables(connection: sqlite3.Connection) -> None:
    """Make sure that a database has the tables of its version and nothing else.

    Raises:
        StoreVersionError: a newer program wrote it.
        StoreDamagedError: it has others: triggers or views would run what nobody here wrote.
    """
    version = _checked_version(connection)
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
        migrate(fresh, until=version)
        if version == 0 or _tables(connection) != _tables(fresh):
            raise StoreDamagedError("A database has tables that Pincite did not make.")


def _tables(connection: sqlite3.Connection) -> list[tuple[str, ...]]:
    return connection.execute(
        "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema ORDER BY type, name"
    ).fetchall()


def _checked_version(connection: sqlite3.Connection) -> int:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    if application != APPLICATION_ID and (application or version or tables):
        raise StoreDamagedError(
            "The file pincite.db in the store's folder was made by another program. "
            "Use another folder with --store."
        )
    if version > len(MIGRATIONS):
        raise StoreVersionError(
            f"The store was written by a newer Pincite (its format is {version}, this program "
            f"knows up to {len(MIGRATIONS)}). Upgrade Pincite, or use another folder with --store."
        )
    return int(version)


def read_fact(connection: sqlite3.Connection, name: str) -> str | None:
    """Return one of the store's small facts; None if it was never written."""
    row = connection.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
    return None if row is None else str(row[0])


def write_fact(connection: sqlite3.Connection, name: str, value: str) -> None:
    """Write one of the store's small facts, in the transaction that is open."""
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))


def read_generation(connection: sqlite3.Connection) -> int:
    """Return how many changes the store has seen."""
    return int(read_fact(connection, "generation") or 0)


def next_generation(connection: sqlite3.Connection) -> int:
    """Count one more change, in the transaction that is open; return its number."""
    generation = read_generation(connection) + 1
    write_fact(connection, "generation", str(generation))
    return generation
