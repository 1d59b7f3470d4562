-- Current clients: what they pay for, and how often they are asked.
CREATE TABLE clients (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,                -- a slug of the name
    name TEXT NOT NULL,
    package TEXT NOT NULL,
    contact TEXT,                           -- an e-mail address
    every TEXT,                             -- such as 3m
    added_at INTEGER NOT NULL               -- milliseconds since 1970, UTC, as are all times here
) STRICT;

-- An assessment that a client is asked more or less often than all others.
CREATE TABLE cadences (
    client INTEGER NOT NULL REFERENCES clients (key) ON DELETE CASCADE,
    assessment TEXT NOT NULL,
    every TEXT NOT NULL,
    PRIMARY KEY (client, assessment)
) STRICT, WITHOUT ROWID;

-- Links that open an assessment for a client. The link itself is signed and not kept.
CREATE TABLE invitations (
    key INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,                -- 16 random bytes
    client INTEGER NOT NULL REFERENCES clients (key) ON DELETE CASCADE,
    assessment TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    revoked_at INTEGER
) STRICT;

CREATE INDEX invitations_by_client ON invitations (client, assessment, made_at);

ALTER TABLE responses ADD COLUMN client INTEGER REFERENCES clients (key) ON DELETE SET NULL;
CREATE INDEX responses_by_client ON responses (client, assessment, submitted_at) WHERE client IS NOT NULL;

-- What a client answers is a lead with or without a contact, and is found by the client's name.
DROP TRIGGER responses_lead_added;
DROP TRIGGER responses_lead_changed;
DROP VIEW lead_facts;

CREATE VIEW lead_facts AS
SELECT key AS response, assessment,
    100 * (coalesce(json_extract(consent, '$.given'), 0) = 1)
        + 25 * min(4, (SELECT count(*) FROM json_each(coalesce(decisions, '{}'), '$.gaps')
                       WHERE json_extract(value, '$.decision') = 'want'))
        + 100 - CAST(coalesce(total, 100) + 0.5 AS INTEGER) AS heat,
    ' ' || coalesce((SELECT group_concat(json_extract(value, '$.id'), ' ')
                     FROM json_each(follow_up, '$.services')), '') || ' ' AS services,
    coalesce(json_extract(contact, '$.name'), '') || ' ' || coalesce(json_extract(contact, '$.email'), '') || ' '
        || coalesce(json_extract(contact, '$.company'), '') || ' '
        || coalesce((SELECT name FROM clients WHERE clients.key = responses.client), '') AS search
FROM responses
WHERE (contact IS NOT NULL OR client IS NOT NULL) AND status <> 'quarantined';

CREATE TRIGGER responses_lead_added AFTER INSERT ON responses
WHEN new.contact IS NOT NULL OR new.client IS NOT NULL BEGIN
    INSERT INTO lead_status (response, assessment, heat, services, search)
    SELECT response, assessment, heat, services, search FROM lead_facts WHERE response = new.key;
END;
CREATE TRIGGER responses_lead_changed AFTER UPDATE OF contact, consent, decisions, status ON responses
WHEN new.contact IS NOT NULL OR new.client IS NOT NULL BEGIN
    INSERT INTO lead_status (response, assessment, heat, services, search)
    SELECT response, assessment, heat, services, search FROM lead_facts WHERE response = new.key
    ON CONFLICT (response) DO UPDATE
        SET heat = excluded.heat, services = excluded.services, search = excluded.search;
END;
