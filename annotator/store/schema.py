"""The schema of a project file, as migrations: one function each, in the order they apply.

Text, tables and columns are meant to be read by a person with any SQLite tool; the views at
the end say in plain columns what the tables hold by key. ``change`` in a row is the key of
the change that last gave the row its content: an undo compares it, to leave alone what
somebody else changed since.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

APPLICATION_ID = 0x416E6E6F  # "Anno"
VERSION = 2
TOKENIZER = "unicode61 remove_diacritics 2"

_TABLES = f"""
CREATE TABLE settings (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE annotators (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL UNIQUE CHECK (name <> '')
) STRICT;

CREATE TABLE changes (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('do', 'undo', 'redo')),
    label TEXT NOT NULL,
    annotator INTEGER NOT NULL REFERENCES annotators (key),
    time TEXT NOT NULL,
    operations INTEGER NOT NULL DEFAULT 0 CHECK (operations >= 0),
    root INTEGER NOT NULL,
    inverts INTEGER REFERENCES changes (key),
    inverted_by INTEGER REFERENCES changes (key),
    touched TEXT CHECK (touched IS NULL OR json_valid(touched)),
    CHECK ((kind = 'do') = (inverts IS NULL))
) STRICT;
CREATE INDEX changes_to_undo ON changes (key) WHERE kind <> 'undo' AND inverted_by IS NULL;
CREATE INDEX changes_to_undo_by ON changes (annotator, key) WHERE kind <> 'undo' AND inverted_by IS NULL;
CREATE INDEX changes_to_redo ON changes (key) WHERE kind = 'undo' AND inverted_by IS NULL;
CREATE INDEX changes_to_redo_by ON changes (annotator, key) WHERE kind = 'undo' AND inverted_by IS NULL;
CREATE INDEX changes_done ON changes (key) WHERE kind = 'do';
CREATE INDEX changes_done_by ON changes (annotator, key) WHERE kind = 'do';

CREATE TABLE operations (
    change INTEGER NOT NULL REFERENCES changes (key),
    part INTEGER NOT NULL,
    data BLOB NOT NULL,
    PRIMARY KEY (change, part)
) STRICT;

CREATE TABLE tags (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('entity', 'claim', 'cue', 'document')),
    name TEXT NOT NULL CHECK (name <> ''),
    colour TEXT NOT NULL CHECK (colour GLOB '#[0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f]'),
    shortcut TEXT NOT NULL DEFAULT '',
    description TEXT NOT NULL DEFAULT '',
    good TEXT NOT NULL DEFAULT '',
    bad TEXT NOT NULL DEFAULT '',
    parent TEXT,
    attributes TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(attributes)),
    retired INTEGER NOT NULL DEFAULT 0 CHECK (retired IN (0, 1)),
    position INTEGER NOT NULL DEFAULT 0,
    change INTEGER NOT NULL,
    UNIQUE (kind, name)
) STRICT;

CREATE TABLE relation_types (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL UNIQUE CHECK (name <> ''),
    from_kinds TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(from_kinds)),
    to_kinds TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(to_kinds)),
    symmetric INTEGER NOT NULL DEFAULT 0 CHECK (symmetric IN (0, 1)),
    description TEXT NOT NULL DEFAULT '',
    position INTEGER NOT NULL DEFAULT 0,
    change INTEGER NOT NULL
) STRICT;

CREATE TABLE records (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('entity', 'claim')),
    name TEXT NOT NULL,
    tag TEXT,
    aliases TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(aliases)),
    identifiers TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(identifiers)),
    attributes TEXT NOT NULL DEFAULT '{{}}' CHECK (json_valid(attributes)),
    note TEXT NOT NULL DEFAULT '',
    change INTEGER NOT NULL
) STRICT;
CREATE INDEX records_by_name ON records (kind, name);

CREATE TABLE sources (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    uri TEXT NOT NULL,
    media_type TEXT NOT NULL,
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    size INTEGER,
    compression TEXT CHECK (compression IN ('zlib')),
    original BLOB,
    CHECK ((original IS NULL) = (compression IS NULL))
) STRICT;
CREATE INDEX sources_by_sha256 ON sources (sha256);

CREATE TABLE texts (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
    characters INTEGER NOT NULL CHECK (characters >= 0),
    text TEXT NOT NULL
) STRICT;
CREATE TRIGGER texts_never_change BEFORE UPDATE ON texts
BEGIN
    SELECT raise(ABORT, 'the text of a revision never changes');
END;
CREATE VIRTUAL TABLE texts_search USING fts5 (
    text, content = 'texts', content_rowid = 'key', tokenize = '{TOKENIZER}'
);

CREATE TABLE documents (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE CHECK (id <> ''),
    title TEXT NOT NULL,
    date TEXT,
    language TEXT,
    status TEXT NOT NULL DEFAULT 'new' CHECK (status IN ('new', 'open', 'done')),
    split TEXT,
    source INTEGER REFERENCES sources (key),
    text INTEGER NOT NULL REFERENCES texts (key),
    revision INTEGER NOT NULL DEFAULT 1 CHECK (revision >= 1),
    entities INTEGER NOT NULL DEFAULT 0 CHECK (entities >= 0),
    claims INTEGER NOT NULL DEFAULT 0 CHECK (claims >= 0),
    cues INTEGER NOT NULL DEFAULT 0 CHECK (cues >= 0),
    suggestions INTEGER NOT NULL DEFAULT 0 CHECK (suggestions >= 0),
    created TEXT NOT NULL,
    metadata TEXT NOT NULL DEFAULT '{{}}' CHECK (json_valid(metadata)),
    change INTEGER NOT NULL
) STRICT;
CREATE INDEX documents_by_status ON documents (status, key);
CREATE INDEX documents_by_split ON documents (split, key) WHERE split IS NOT NULL;
CREATE INDEX documents_by_title ON documents (title);
CREATE INDEX documents_by_text ON documents (text);
CREATE INDEX documents_by_source ON documents (source);

CREATE TABLE revisions (
    document TEXT NOT NULL,
    number INTEGER NOT NULL CHECK (number >= 1),
    text INTEGER NOT NULL REFERENCES texts (key),
    change INTEGER NOT NULL,
    PRIMARY KEY (document, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX revisions_by_text ON revisions (text);

CREATE TABLE annotations (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE CHECK (id <> ''),
    document INTEGER NOT NULL REFERENCES documents (key),
    tag INTEGER NOT NULL REFERENCES tags (key),
    start INTEGER,
    "end" INTEGER,
    parts INTEGER NOT NULL DEFAULT 1 CHECK (parts >= 0),
    annotator INTEGER NOT NULL REFERENCES annotators (key),
    origin TEXT NOT NULL DEFAULT 'manual',
    state TEXT NOT NULL DEFAULT 'accepted' CHECK (state IN ('accepted', 'suggested', 'rejected')),
    confidence REAL CHECK (confidence BETWEEN 0 AND 1),
    record INTEGER REFERENCES records (key),
    created TEXT NOT NULL,
    modified TEXT NOT NULL,
    attributes TEXT NOT NULL DEFAULT '{{}}' CHECK (json_valid(attributes)),
    note TEXT NOT NULL DEFAULT '',
    change INTEGER NOT NULL,
    CHECK ((parts = 0) = (start IS NULL)),
    CHECK ((start IS NULL) = ("end" IS NULL)),
    CHECK (start IS NULL OR (0 <= start AND start < "end"))
) STRICT;
CREATE INDEX annotations_by_place ON annotations (document, start, "end");
CREATE INDEX annotations_by_tag ON annotations (tag, document);
CREATE INDEX annotations_by_record ON annotations (record) WHERE record IS NOT NULL;
CREATE INDEX annotations_suggested ON annotations (document) WHERE state = 'suggested';

-- the parts of discontinuous annotations; of all others the annotation's own start and end say it
CREATE TABLE parts (
    annotation INTEGER NOT NULL REFERENCES annotations (key) ON DELETE CASCADE,
    part INTEGER NOT NULL CHECK (part >= 0),
    start INTEGER NOT NULL CHECK (start >= 0),
    "end" INTEGER NOT NULL,
    CHECK (start < "end"),
    PRIMARY KEY (annotation, part)
) STRICT, WITHOUT ROWID;

CREATE TABLE relations (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE CHECK (id <> ''),
    type INTEGER NOT NULL REFERENCES relation_types (key),
    document INTEGER NOT NULL REFERENCES documents (key) DEFERRABLE INITIALLY DEFERRED,
    source INTEGER NOT NULL REFERENCES annotations (key) DEFERRABLE INITIALLY DEFERRED,
    target INTEGER NOT NULL REFERENCES annotations (key) DEFERRABLE INITIALLY DEFERRED,
    attributes TEXT NOT NULL DEFAULT '{{}}' CHECK (json_valid(attributes)),
    change INTEGER NOT NULL
) STRICT;
CREATE INDEX relations_by_document ON relations (document);
CREATE INDEX relations_by_source ON relations (source);
CREATE INDEX relations_by_target ON relations (target);
CREATE INDEX relations_by_type ON relations (type);

CREATE TABLE status_counts (
    status TEXT PRIMARY KEY CHECK (status IN ('new', 'open', 'done')),
    documents INTEGER NOT NULL DEFAULT 0 CHECK (documents >= 0)
) STRICT, WITHOUT ROWID;
INSERT INTO status_counts (status) VALUES ('new'), ('open'), ('done');
"""

_VIEWS = """
CREATE VIEW articles AS
SELECT documents.id, title, date, language, status, split, uri AS source, media_type,
    sources.sha256 AS source_sha256, texts.sha256 AS text_sha256, characters,
    entities, claims, suggestions, metadata, texts.text
FROM documents JOIN texts ON texts.key = documents.text LEFT JOIN sources ON sources.key = documents.source;

CREATE VIEW marks AS
SELECT annotations.id, documents.title AS article, tags.kind, tags.name AS tag,
    substr(texts.text, annotations.start + 1, annotations."end" - annotations.start) AS words,
    annotations.start, annotations."end", annotations.parts, annotators.name AS annotator,
    annotations.state, annotations.origin, annotations.confidence, annotations.attributes,
    annotations.note, records.name AS record, annotations.created, annotations.modified,
    documents.id AS document_id
FROM annotations
JOIN documents ON documents.key = annotations.document
JOIN texts ON texts.key = documents.text
JOIN tags ON tags.key = annotations.tag
JOIN annotators ON annotators.key = annotations.annotator
LEFT JOIN records ON records.key = annotations.record;

CREATE VIEW links AS
SELECT relations.id, relation_types.name AS type, source.id AS from_id, source.words AS from_words,
    target.id AS to_id, target.words AS to_words, source.article AS article, relations.attributes
FROM relations
JOIN relation_types ON relation_types.key = relations.type
JOIN annotations AS a ON a.key = relations.source
JOIN annotations AS b ON b.key = relations.target
JOIN marks AS source ON source.id = a.id
JOIN marks AS target ON target.id = b.id;

CREATE VIEW claims AS
SELECT marks.id, marks.article, marks.tag AS type, marks.words AS claim,
    (SELECT group_concat(to_words, '; ') FROM links WHERE from_id = marks.id AND type = 'claimant') AS claimant,
    (SELECT group_concat(to_words, '; ') FROM links WHERE from_id = marks.id AND type = 'cue') AS cue,
    (SELECT group_concat(to_words, '; ') FROM links WHERE from_id = marks.id AND type = 'about') AS about,
    marks.attributes, marks.annotator, marks.document_id
FROM marks WHERE kind = 'claim';

CREATE VIEW history AS
SELECT changes.time, annotators.name AS annotator, changes.kind, changes.label, changes.operations,
    changes.id, inverted.id AS inverts
FROM changes
JOIN annotators ON annotators.key = changes.annotator
LEFT JOIN changes AS inverted ON inverted.key = changes.inverts;
"""


_TAG_SETS = """
ALTER TABLE tags ADD COLUMN guideline TEXT;
ALTER TABLE documents ADD COLUMN marked_under INTEGER;

CREATE TABLE constraints (
    key INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL UNIQUE CHECK (name <> ''),
    rule TEXT NOT NULL CHECK (rule IN ('needs', 'apart', 'at most', 'joins', 'one sentence')),
    of TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(of)),
    other TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(other)),
    relations TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(relations)),
    attributes TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(attributes)),
    unless TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(unless)),
    most INTEGER NOT NULL DEFAULT 1 CHECK (most >= 0),
    description TEXT NOT NULL DEFAULT '',
    position INTEGER NOT NULL DEFAULT 0,
    change INTEGER NOT NULL
) STRICT;

CREATE TABLE tag_set_versions (
    number INTEGER PRIMARY KEY,
    change INTEGER NOT NULL UNIQUE
) STRICT;
INSERT INTO tag_set_versions (change) VALUES (0);
INSERT INTO tag_set_versions (change)
SELECT key FROM changes
WHERE json_extract(touched, '$.tags') AND NOT json_extract(touched, '$.everything') ORDER BY key;
UPDATE documents SET marked_under = (
    SELECT max(number) FROM tag_set_versions
    WHERE tag_set_versions.change <= (SELECT max(a.change) FROM annotations AS a WHERE a.document = documents.key)
);

DROP VIEW articles;
CREATE VIEW articles AS
SELECT documents.id, title, date, language, status, split, uri AS source, media_type,
    sources.sha256 AS source_sha256, texts.sha256 AS text_sha256, characters,
    entities, claims, suggestions, marked_under, metadata, texts.text
FROM documents JOIN texts ON texts.key = documents.text LEFT JOIN sources ON sources.key = documents.source;

DROP VIEW history;
CREATE VIEW history AS
SELECT changes.time, annotators.name AS annotator, changes.kind, changes.label, changes.operations,
    changes.id, inverted.id AS inverts, tag_set_versions.number AS tag_set_version
FROM changes
JOIN annotators ON annotators.key = changes.annotator
LEFT JOIN changes AS inverted ON inverted.key = changes.inverts
LEFT JOIN tag_set_versions ON tag_set_versions.change = changes.key;
"""


def statements(script: str) -> list[str]:
    """Split *script* into its statements; a trigger's inner semicolons do not end it."""
    found: list[str] = []
    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            found.append(pending.strip())
            pending = ""
    return found


def migrate(database: Database) -> None:
    """Bring *database* to the newest schema; each migration is one transaction."""
    from sqlite_utils.migrations import Migrations

    migrations = Migrations("annotator")

    @migrations()
    def v1_first_schema(db: Database) -> None:  # pyright: ignore[reportUnusedFunction]
        for statement in statements(_TABLES) + statements(_VIEWS):
            db.conn.execute(statement)
        db.conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        db.conn.execute("PRAGMA user_version = 1")

    @migrations()
    def v2_tag_sets_at_work(db: Database) -> None:  # pyright: ignore[reportUnusedFunction]
        for statement in statements(_TAG_SETS):
            db.conn.execute(statement)
        db.conn.execute("PRAGMA user_version = 2")

    migrations.apply(database)
