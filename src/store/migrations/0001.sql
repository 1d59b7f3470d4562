-- Every assessment that anybody was ever scored by, kept for ever under its hash.
CREATE TABLE definitions (
    hash TEXT PRIMARY KEY,
    json TEXT NOT NULL
) STRICT;

-- One row for each response. Columns that lists need come first: the long ones spill onto pages of their own.
CREATE TABLE responses (
    key INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,                -- 16 bytes, chosen by the client
    token BLOB NOT NULL UNIQUE,             -- 16 random bytes
    fingerprint BLOB NOT NULL,              -- SHA-256 of the body as parsed
    assessment TEXT NOT NULL,
    submitted_at INTEGER NOT NULL,          -- milliseconds since 1970, UTC
    status TEXT NOT NULL,
    person INTEGER,                         -- a hash of the lower-case e-mail address: an index holds no address
    total REAL,
    band TEXT,
    contact_at INTEGER,                     -- milliseconds since 1970, UTC
    contact TEXT,                           -- JSON, as are the columns below
    consent TEXT,
    source TEXT NOT NULL,
    definition TEXT NOT NULL REFERENCES definitions (hash),
    answers TEXT NOT NULL,
    scorecard TEXT NOT NULL,
    follow_up TEXT NOT NULL
) STRICT;

CREATE INDEX responses_by_person ON responses (person, submitted_at) WHERE person IS NOT NULL;

-- What is still to be delivered, and what was: nothing is delivered twice on purpose.
CREATE TABLE outbox (
    key INTEGER PRIMARY KEY,
    response INTEGER NOT NULL REFERENCES responses (key) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    due_at INTEGER NOT NULL,                -- milliseconds; of a claimed row, when its lease runs out
    done_at INTEGER,
    UNIQUE (response, kind)
) STRICT;

CREATE INDEX outbox_by_due ON outbox (due_at) WHERE done_at IS NULL;
