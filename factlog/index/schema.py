"""What the index holds: tables for the queries of :mod:`factlog.index`, and views for people (docs/queries.md).

Tables are named in the singular and may change with :data:`FORMAT`; the views, in the plural, are stable. A version is
held at a moment if it is the last one of its claim whose snapshot stands at or before ``place`` in the line of first
parents, and was taken at or before ``taken``. ``next_place`` and ``next_taken`` are those of the claim's next version: as
``taken`` seldom goes back, they decide; where it does, in commits that somebody pushed, ``disordered`` is set.

The kinds of a change depend on what its sources repeat, as last recorded: ``former`` holds those that a change had until
a snapshot, at ``until``, told otherwise of a source.

``checksum`` is the CRC-32 of a document, ``data``.

Dates have two columns of seconds, ``low`` and ``high``, which are NULL where the date is uncertain: whatever compares with
them is then not certain either.
"""

from __future__ import annotations

FORMAT = 3
"""Another number has the index built anew."""

TABLES = """
CREATE TABLE snapshot (
    place INTEGER PRIMARY KEY, oid TEXT NOT NULL UNIQUE, taken INTEGER NOT NULL, recorded INTEGER NOT NULL,
    author TEXT NOT NULL, message TEXT NOT NULL
);
CREATE TABLE term (term INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE list (list INTEGER PRIMARY KEY, members TEXT NOT NULL UNIQUE);
CREATE TABLE member (name TEXT NOT NULL, list INTEGER NOT NULL, PRIMARY KEY (name, list)) WITHOUT ROWID;
CREATE TABLE claim (claim INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, last INTEGER);
CREATE TABLE version (
    version INTEGER PRIMARY KEY, claim INTEGER NOT NULL, place INTEGER NOT NULL, taken INTEGER NOT NULL,
    next_place INTEGER, next_taken INTEGER, disordered INTEGER NOT NULL DEFAULT 0,
    previous INTEGER, state INTEGER NOT NULL, kinds INTEGER, fields INTEGER,
    subject INTEGER, predicate INTEGER, claimant INTEGER, wording INTEGER, languages INTEGER, tags INTEGER,
    force TEXT, polarity TEXT, modality TEXT, rank TEXT, exclusive INTEGER, assessed INTEGER,
    said TEXT, said_low REAL, said_high REAL, since TEXT, since_low REAL, until TEXT, until_high REAL,
    due TEXT, due_low REAL, due_high REAL
);
CREATE TABLE former (
    version INTEGER NOT NULL, until INTEGER NOT NULL, kinds INTEGER, PRIMARY KEY (version, until)
) WITHOUT ROWID;
CREATE TABLE document (version INTEGER PRIMARY KEY, checksum INTEGER NOT NULL, data BLOB NOT NULL);
CREATE TABLE held (
    version INTEGER NOT NULL, place INTEGER NOT NULL, type TEXT NOT NULL, key TEXT NOT NULL, label TEXT, unit TEXT,
    number REAL, low REAL, high REAL, PRIMARY KEY (version, place)
) WITHOUT ROWID;
CREATE TABLE citation (
    version INTEGER NOT NULL, place INTEGER NOT NULL, source INTEGER NOT NULL, assessment INTEGER, stance TEXT,
    retrieved TEXT, retrieved_low REAL, retrieved_high REAL, PRIMARY KEY (version, place)
) WITHOUT ROWID;
CREATE TABLE link (version INTEGER NOT NULL, type TEXT NOT NULL, target TEXT NOT NULL);
CREATE TABLE source (source INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, last INTEGER);
CREATE TABLE source_version (
    version INTEGER PRIMARY KEY, source INTEGER NOT NULL, place INTEGER NOT NULL, taken INTEGER NOT NULL,
    next_place INTEGER, next_taken INTEGER, disordered INTEGER NOT NULL DEFAULT 0, state INTEGER NOT NULL,
    origin TEXT, publisher TEXT, issued_low REAL, issued_high REAL, checksum INTEGER, data BLOB
);
CREATE TABLE wording (digest BLOB PRIMARY KEY, wording INTEGER NOT NULL) WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5(text, content = '', tokenize = 'trigram case_sensitive 1');
CREATE VIRTUAL TABLE words_term USING fts5vocab(words, row);
"""

INDEXES = """
CREATE INDEX snapshot_recorded ON snapshot (recorded);
CREATE INDEX version_claim ON version (claim, place, taken, next_place, next_taken, disordered, state);
CREATE INDEX version_claimant ON version (claimant);
CREATE INDEX version_subject ON version (subject, predicate);
CREATE INDEX version_predicate ON version (predicate);
CREATE INDEX version_wording ON version (wording, place, taken, next_place, next_taken);
CREATE INDEX version_kinds ON version (kinds);
CREATE INDEX version_place ON version (place);
CREATE INDEX version_unread ON version (place) WHERE state = 2;
CREATE INDEX held_key ON held (key, type);
CREATE INDEX citation_source ON citation (source, version);
CREATE INDEX link_version ON link (version);
CREATE INDEX link_target ON link (target);
CREATE INDEX source_version_source ON source_version (source, place);
CREATE INDEX source_version_origin ON source_version (source) WHERE origin IS NOT NULL;
CREATE INDEX source_version_unread ON source_version (place) WHERE state = 2;
"""

_TIME = "strftime('%Y-%m-%dT%H:%M:%SZ', {}, 'unixepoch')"
_LIST = "(SELECT members FROM list WHERE list.list = v.{0}) AS {0}"
_EITHER = "(SELECT name FROM term WHERE term.term = CASE v.state WHEN 1 THEN v.{0} ELSE b.{0} END) AS {0}"
_VERSIONS = f"""
    SELECT claim.id, snapshot.oid AS "commit", {_TIME.format("v.taken")} AS taken,
        {_TIME.format("snapshot.recorded")} AS recorded, v.state = 0 AS removed, v.next_place IS NULL AS latest,
        subject.name AS subject, predicate.name AS predicate, claimant.name AS claimant,
        json_extract(document.data, '$.values') AS "values", json_extract(document.data, '$.text') AS text,
        v.said, coalesce(v.force, 'assertion') AS force, coalesce(v.polarity, 'affirmed') AS polarity, v.modality,
        v.since, v.until, v.due, v.exclusive, coalesce(v.rank, 'normal') AS rank,
        {_LIST.format("languages")}, {_LIST.format("tags")}, CAST(document.data AS TEXT) AS document
    FROM version AS v JOIN claim USING (claim) JOIN snapshot ON snapshot.place = v.place
        LEFT JOIN term AS subject ON subject.term = v.subject LEFT JOIN term AS predicate ON predicate.term = v.predicate
        LEFT JOIN term AS claimant ON claimant.term = v.claimant LEFT JOIN document ON document.version = v.version
"""
_PART = """
    SELECT claim.id, snapshot.oid AS "commit", v.next_place IS NULL AS latest, {columns}
    FROM {tables} JOIN version AS v ON v.version = part.version JOIN claim USING (claim)
        JOIN snapshot ON snapshot.place = v.place
"""
_VALUE = """CASE part.type WHEN 'object' THEN json_extract(part.value, '$.{}') END"""
_VALUES = f"""
        CASE part.type WHEN 'text' THEN 'text' WHEN 'true' THEN 'boolean' WHEN 'false' THEN 'boolean'
            WHEN 'object' THEN (
                SELECT CASE key WHEN 'amount' THEN 'quantity' WHEN 'snaktype' THEN 'special' ELSE key END
                FROM json_each(part.value) WHERE key IN ('date', 'item', 'amount', 'snaktype'))
            ELSE 'number' END AS type,
        CASE part.type WHEN 'object' THEN (
                SELECT CAST(value AS TEXT) FROM json_each(part.value) WHERE key IN ('date', 'item', 'amount', 'snaktype'))
            WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' ELSE CAST(part.value AS TEXT) END AS value,
        CASE WHEN part.type IN ('integer', 'real') THEN part.value ELSE {_VALUE.format("amount")} END AS number,
        {_VALUE.format("unit")} AS unit, {_VALUE.format("id")} AS item"""
_SOURCES = f"""
    SELECT source.id, snapshot.oid AS "commit", {_TIME.format("s.taken")} AS taken,
        {_TIME.format("snapshot.recorded")} AS recorded, s.state = 0 AS removed, s.next_place IS NULL AS latest,
        json_extract(s.data, '$.title') AS title, s.publisher,
        json_extract(s.data, '$.container_title') AS container_title, json_extract(s.data, '$.issued') AS issued,
        json_extract(s.data, '$.url') AS url, json_extract(s.data, '$.language') AS language, s.origin AS derived_from,
        CAST(s.data AS TEXT) AS document
    FROM source_version AS s JOIN source USING (source) JOIN snapshot ON snapshot.place = s.place
"""

VIEWS = f"""
CREATE VIEW snapshots AS
    SELECT oid AS "commit", place, {_TIME.format("taken")} AS taken, {_TIME.format("recorded")} AS recorded, author, message
    FROM snapshot;
CREATE VIEW versions AS {_VERSIONS};
CREATE VIEW claims AS {_VERSIONS} WHERE v.next_place IS NULL AND v.state = 1;
CREATE VIEW changes AS
    SELECT claim.id, snapshot.oid AS "commit", {_TIME.format("v.taken")} AS taken,
        {_TIME.format("snapshot.recorded")} AS recorded, snapshot.author, {_LIST.format("kinds")}, {_LIST.format("fields")},
        {_EITHER.format("subject")}, {_EITHER.format("predicate")}, {_EITHER.format("claimant")},
        b.said AS said_before, v.said AS said_after,
        json_extract(old.data, '$.values') AS values_before, json_extract(new.data, '$.values') AS values_after
    FROM version AS v JOIN claim USING (claim) JOIN snapshot ON snapshot.place = v.place
        LEFT JOIN version AS b ON b.version = v.previous
        LEFT JOIN document AS old ON old.version = b.version LEFT JOIN document AS new ON new.version = v.version
    WHERE v.kinds IS NOT NULL;
CREATE VIEW claim_values AS
    SELECT claim.id, snapshot.oid AS "commit", v.next_place IS NULL AS latest, {_VALUES}
    FROM document JOIN version AS v USING (version) JOIN claim USING (claim) JOIN snapshot ON snapshot.place = v.place,
        json_each(document.data, '$.values') AS part;
CREATE VIEW citations AS {
    _PART.format(
        tables="citation AS part JOIN source USING (source)",
        columns="source.id AS source, part.retrieved, part.stance, part.assessment IS NOT NULL AS of_assessment",
    )
};
CREATE VIEW links AS {_PART.format(tables="link AS part", columns="part.type, part.target")};
CREATE VIEW source_versions AS {_SOURCES};
CREATE VIEW sources AS {_SOURCES} WHERE s.next_place IS NULL AND s.state = 1;
"""
