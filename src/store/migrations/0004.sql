-- Who may look at the inbox. Nobody is ever deleted: the history names them.
CREATE TABLE users (
    id INTEGER PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,             -- lower case
    name TEXT NOT NULL,
    password TEXT,                          -- argon2id in PHC format; NULL of the owner on this machine
    created_at INTEGER NOT NULL,            -- milliseconds since 1970, UTC, as are all times here
    disabled_at INTEGER
) STRICT;

CREATE TABLE sessions (
    hash BLOB PRIMARY KEY,                  -- SHA-256 of 32 random bytes that only the browser knows
    user INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX sessions_by_user ON sessions (user);

-- What lists of leads need, in narrow rows, and what sales make of a lead. Days are numbers such as 20261224.
CREATE TABLE lead_status (
    response INTEGER PRIMARY KEY REFERENCES responses (key) ON DELETE CASCADE,
    assessment TEXT NOT NULL,
    heat INTEGER NOT NULL,                  -- see lead_facts
    services TEXT NOT NULL,                 -- ' mdr-247 patching '
    search TEXT NOT NULL,                   -- name, e-mail address and company
    status TEXT NOT NULL DEFAULT 'new',
    nurture_until INTEGER,
    owner INTEGER REFERENCES users (id),
    next_step TEXT,
    next_on INTEGER
) STRICT;

CREATE INDEX lead_status_by_status ON lead_status (status, response, assessment, owner);
CREATE INDEX lead_status_by_assessment ON lead_status (assessment, response, status, owner);
CREATE INDEX lead_status_by_heat ON lead_status (heat, response, assessment, status, owner);
-- These cost a new lead nothing.
CREATE INDEX lead_status_by_owner ON lead_status (owner, response, assessment, status) WHERE owner IS NOT NULL;
CREATE INDEX lead_status_by_owner_heat ON lead_status (owner, heat, response, assessment, status)
    WHERE owner IS NOT NULL;
CREATE INDEX lead_status_by_status_heat ON lead_status (status, heat, response, assessment, owner)
    WHERE status <> 'new';
CREATE INDEX lead_status_by_due ON lead_status (next_on, response, assessment, status, owner)
    WHERE next_on IS NOT NULL;
CREATE INDEX responses_quarantined ON responses (key) WHERE status = 'quarantined';

-- Words that names, addresses and companies begin with, without accents.
CREATE VIRTUAL TABLE lead_search USING fts5 (
    search, content = 'lead_status', content_rowid = 'response',
    tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
);
-- Who is erased must leave no words behind in the index.
INSERT INTO lead_search (lead_search, rank) VALUES ('secure-delete', 1);

CREATE TRIGGER lead_search_added AFTER INSERT ON lead_status BEGIN
    INSERT INTO lead_search (rowid, search) VALUES (new.response, new.search);
END;
CREATE TRIGGER lead_search_removed AFTER DELETE ON lead_status BEGIN
    INSERT INTO lead_search (lead_search, rowid, search) VALUES ('delete', old.response, old.search);
END;
CREATE TRIGGER lead_search_changed AFTER UPDATE OF search ON lead_status WHEN old.search <> new.search BEGIN
    INSERT INTO lead_search (lead_search, rowid, search) VALUES ('delete', old.response, old.search);
    INSERT INTO lead_search (rowid, search) VALUES (new.response, new.search);
END;

-- A response with a contact that no trap caught is a lead. How hot it is: 100 for consent, 25 for each "we want this" (up to
-- four), and a point for each that the score lacks.
CREATE VIEW lead_facts AS
SELECT key AS response, assessment,
    100 * (coalesce(json_extract(consent, '$.given'), 0) = 1)
        + 25 * min(4, (SELECT count(*) FROM json_each(coalesce(decisions, '{}'), '$.gaps')
                       WHERE json_extract(value, '$.decision') = 'want'))
        + 100 - CAST(coalesce(total, 100) + 0.5 AS INTEGER) AS heat,
    ' ' || coalesce((SELECT group_concat(json_extract(value, '$.id'), ' ')
                     FROM json_each(follow_up, '$.services')), '') || ' ' AS services,
    coalesce(json_extract(contact, '$.name'), '') || ' ' || coalesce(json_extract(contact, '$.email'), '') || ' '
        || coalesce(json_extract(contact, '$.company'), '') AS search
FROM responses
WHERE contact IS NOT NULL AND status <> 'quarantined';

CREATE TRIGGER responses_lead_added AFTER INSERT ON responses WHEN new.contact IS NOT NULL BEGIN
    INSERT INTO lead_status (response, assessment, heat, services, search)
    SELECT response, assessment, heat, services, search FROM lead_facts WHERE response = new.key;
END;
CREATE TRIGGER responses_lead_changed AFTER UPDATE OF contact, consent, decisions, status ON responses
WHEN new.contact IS NOT NULL BEGIN
    INSERT INTO lead_status (response, assessment, heat, services, search)
    SELECT response, assessment, heat, services, search FROM lead_facts WHERE response = new.key
    ON CONFLICT (response) DO UPDATE
        SET heat = excluded.heat, services = excluded.services, search = excluded.search;
END;

INSERT INTO lead_status (response, assessment, heat, services, search)
SELECT response, assessment, heat, services, search FROM lead_facts;

-- Who did what, and what they noted.
CREATE TABLE lead_history (
    key INTEGER PRIMARY KEY,
    response INTEGER NOT NULL REFERENCES responses (key) ON DELETE CASCADE,
    user INTEGER REFERENCES users (id),
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    text TEXT NOT NULL
) STRICT;

CREATE INDEX lead_history_by_response ON lead_history (response, key);
