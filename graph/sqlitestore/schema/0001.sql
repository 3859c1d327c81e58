-- Version 1 of a procgraph case file.
--
-- Times ("sort", "last", "first_ticks", ...) are FILETIME ticks (100 ns since
-- 1601-01-01 UTC), 0 for "not recorded". "hash" columns are the first 64 bits
-- of a SHA-256 and serve to see what changed. "line" is the node's line of the
-- export, the truth about the node; the other columns only index it.

CREATE TABLE meta (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

-- Interned texts: host keys, user keys, image base names, logs and file names.
CREATE TABLE term (
    id   INTEGER PRIMARY KEY,
    text TEXT NOT NULL UNIQUE
);

-- What was read -------------------------------------------------------------

CREATE TABLE computer (
    id           INTEGER PRIMARY KEY,
    name         TEXT NOT NULL UNIQUE, -- lower case, as spelled
    touched      INTEGER NOT NULL DEFAULT 0,
    observations INTEGER NOT NULL DEFAULT 0,
    facts        BLOB
);

-- The records, clustered by where they come from: a host is read back in one sweep.
CREATE TABLE observation (
    computer INTEGER NOT NULL,
    log      INTEGER NOT NULL, -- term
    record   INTEGER NOT NULL, -- EventRecordID as a signed number, 0 when not recorded
    id       BLOB NOT NULL,    -- graph.ObservationID
    resent   INTEGER NOT NULL DEFAULT 0,
    file     INTEGER NOT NULL, -- term: the smallest of the names it came under
    delivery BLOB NOT NULL,    -- the smallest of all that are not empty
    content  BLOB NOT NULL,    -- graph.EncodeObservation
    PRIMARY KEY (computer, log, record, id)
) WITHOUT ROWID;

CREATE TABLE record_range (
    computer INTEGER NOT NULL,
    log      INTEGER NOT NULL,
    lo       INTEGER NOT NULL,
    hi       INTEGER NOT NULL,
    PRIMARY KEY (computer, log, lo)
) WITHOUT ROWID;

CREATE TABLE file_report (
    path   TEXT PRIMARY KEY,
    report TEXT NOT NULL
) WITHOUT ROWID;

-- The graph -----------------------------------------------------------------

CREATE TABLE host (
    term INTEGER PRIMARY KEY,
    key  TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    hash INTEGER NOT NULL,
    line TEXT NOT NULL
);

CREATE TABLE user (
    term   INTEGER PRIMARY KEY,
    key    TEXT NOT NULL UNIQUE,
    name   TEXT NOT NULL,
    hash   INTEGER NOT NULL,
    folded TEXT NOT NULL, -- SID and all spellings in lower case, for search
    line   TEXT NOT NULL
);
CREATE INDEX user_name ON user (name, key);

CREATE TABLE session (
    id        INTEGER PRIMARY KEY,
    key       TEXT NOT NULL,
    host      INTEGER NOT NULL,
    user      INTEGER NOT NULL,
    sort      INTEGER NOT NULL, -- start, else start hint
    last      INTEGER NOT NULL, -- the last moment known
    type      INTEGER NOT NULL,
    remote    INTEGER NOT NULL,
    processes INTEGER NOT NULL,
    hash      INTEGER NOT NULL,
    line      TEXT NOT NULL
);
CREATE UNIQUE INDEX session_key ON session (key, host);
CREATE INDEX session_time ON session (sort, key);
CREATE INDEX session_host ON session (host, sort, key);
CREATE INDEX session_user ON session (user, sort, key);

-- Narrow rows for walking and filtering; the lines are in process_line.
CREATE TABLE process (
    id       INTEGER PRIMARY KEY,
    parent   INTEGER NOT NULL, -- id of the parent; of a root the host's term, negated
    host     INTEGER NOT NULL,
    user     INTEGER NOT NULL,
    session  INTEGER NOT NULL, -- session.id, 0 for none
    image    INTEGER NOT NULL, -- term: base name in lower case, 0 for none
    text     INTEGER NOT NULL, -- search_text.id, 0 for none
    pid      INTEGER,
    guid     BLOB,             -- 16 bytes in the order they are written in
    observed INTEGER NOT NULL,
    sort     INTEGER NOT NULL, -- start, else start hint
    last     INTEGER NOT NULL, -- end, else start, else start hint
    children INTEGER NOT NULL,
    hash     INTEGER NOT NULL,
    key      TEXT NOT NULL
);
CREATE UNIQUE INDEX process_key ON process (key, host);
CREATE INDEX process_children ON process (parent, sort, key, image);
CREATE INDEX process_roots ON process (sort, key) WHERE parent < 0;
CREATE INDEX process_host ON process (host);
CREATE INDEX process_user ON process (user);
CREATE INDEX process_session ON process (session);
CREATE INDEX process_image ON process (image);
CREATE INDEX process_text ON process (text);
CREATE INDEX process_pid ON process (pid);
CREATE INDEX process_guid ON process (guid) WHERE guid IS NOT NULL;

CREATE TABLE process_line (
    id   INTEGER PRIMARY KEY, -- process.id
    line TEXT NOT NULL
);

-- What a search looks through, each distinct text once: many processes share one.
CREATE TABLE search_text (
    id     INTEGER PRIMARY KEY,
    hash   INTEGER NOT NULL,
    folded TEXT NOT NULL  -- image, command line and hashes in lower case, a line each
);
CREATE INDEX search_text_hash ON search_text (hash);

CREATE TABLE attempt (
    id    INTEGER PRIMARY KEY,
    key   TEXT NOT NULL,
    host  INTEGER NOT NULL,
    sort  INTEGER NOT NULL,
    event INTEGER NOT NULL,
    hash  INTEGER NOT NULL,
    line  TEXT NOT NULL
);
CREATE UNIQUE INDEX attempt_key ON attempt (key, host);
CREATE INDEX attempt_time ON attempt (sort, key);
CREATE INDEX attempt_host ON attempt (host, sort, key);

-- The users an attempt names: who asked and who was meant.
CREATE TABLE attempt_user (
    user    INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    PRIMARY KEY (user, attempt)
) WITHOUT ROWID;
CREATE INDEX attempt_user_attempt ON attempt_user (attempt);

CREATE TABLE warning (
    id    INTEGER PRIMARY KEY,
    key   TEXT NOT NULL,
    host  INTEGER NOT NULL, -- 0 for the case-wide ones
    class TEXT NOT NULL,
    about TEXT NOT NULL,
    hash  INTEGER NOT NULL,
    line  TEXT NOT NULL
);
CREATE UNIQUE INDEX warning_key ON warning (key, host);
CREATE INDEX warning_class ON warning (class, key);
CREATE INDEX warning_about ON warning (about, class);
CREATE INDEX warning_host ON warning (host);

CREATE TABLE standout (
    id         INTEGER PRIMARY KEY,
    host       INTEGER NOT NULL,
    urgency    INTEGER NOT NULL, -- severity, negated
    sort       INTEGER NOT NULL,
    about      TEXT NOT NULL,
    about_kind TEXT NOT NULL,
    rule       TEXT NOT NULL,
    line       TEXT NOT NULL
);
CREATE INDEX standout_order ON standout (urgency, sort, about, rule, id);
CREATE INDEX standout_host ON standout (host, urgency, sort, about, rule, id);
CREATE INDEX standout_about ON standout (about, about_kind);

-- The numbers of each host, counted while its graph is in memory.
CREATE TABLE host_graph (
    host          INTEGER PRIMARY KEY,
    state         TEXT NOT NULL, -- graph.HostState as JSON
    standout_hash INTEGER NOT NULL,
    processes     INTEGER NOT NULL,
    stubs         INTEGER NOT NULL,
    sessions      INTEGER NOT NULL,
    attempts      INTEGER NOT NULL,
    failed_logons INTEGER NOT NULL,
    roots         INTEGER NOT NULL,
    standouts     INTEGER NOT NULL,
    process_first TEXT NOT NULL, -- first and last start or end of a process, RFC 3339
    process_last  TEXT NOT NULL,
    first         TEXT NOT NULL, -- first and last moment of any node
    last          TEXT NOT NULL
);

CREATE TABLE user_number (
    user      INTEGER NOT NULL,
    host      INTEGER NOT NULL,
    processes INTEGER NOT NULL,
    sessions  INTEGER NOT NULL,
    PRIMARY KEY (user, host)
) WITHOUT ROWID;
CREATE INDEX user_number_host ON user_number (host);

-- The index of search_text.folded. Measured with 300,000 distinct texts (80 MB):
-- trigram detail=full 26.6 s and 192 MB, trigram detail=none 18.8 s and 49 MB,
-- unicode61 with prefixes 13.5 s and 76 MB. Only trigrams find the inside of a
-- word ("mimik" in "invoke-mimikatz", a part of a hash), which is what analysts
-- type. detail=none cannot tell where a trigram stood, so that each candidate is
-- checked against its text, which costs less than the larger index. Texts are
-- folded before they come here.
CREATE VIRTUAL TABLE search_index USING fts5 (
    folded, content = '', contentless_delete = 1, detail = none,
    tokenize = 'trigram case_sensitive 1'
);
-- Memory that a bulk load may use before a segment is written, in bytes.
INSERT INTO search_index (search_index, rank) VALUES ('hashsize', 16777216);
