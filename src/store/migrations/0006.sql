-- What is too old to be kept, for each assessment.
CREATE INDEX responses_by_age ON responses (assessment, submitted_at);

-- Who was erased: that it was done, and not who it was.
CREATE TABLE forgotten (
    key INTEGER PRIMARY KEY,
    person BLOB,                            -- 32 bytes: see forgotten.rs; NULL where there was no e-mail address
    at INTEGER NOT NULL,                    -- milliseconds since 1970, UTC
    responses INTEGER NOT NULL,             -- how many
    by TEXT NOT NULL                        -- the user, or 'command line'
) STRICT;

-- Whose a new lead is by the rules of the site: a lower-case address. `owner` is the user of that address; where there is none yet,
-- the lead waits for them.
ALTER TABLE lead_status ADD COLUMN owner_email TEXT;
CREATE INDEX lead_status_without_user ON lead_status (owner_email) WHERE owner_email IS NOT NULL AND owner IS NULL;

CREATE TRIGGER lead_status_owned AFTER INSERT ON lead_status
WHEN (SELECT json_extract(follow_up, '$.sales.owner') FROM responses WHERE key = new.response) IS NOT NULL BEGIN
    UPDATE lead_status
    SET owner_email = (SELECT json_extract(follow_up, '$.sales.owner') FROM responses WHERE key = new.response)
    WHERE response = new.response;
    UPDATE lead_status SET owner = (SELECT id FROM users WHERE email = owner_email AND disabled_at IS NULL)
    WHERE response = new.response;
END;
CREATE TRIGGER users_added AFTER INSERT ON users BEGIN
    UPDATE lead_status SET owner = new.id WHERE owner_email = new.email AND owner IS NULL;
END;
CREATE TRIGGER users_added_again AFTER UPDATE OF disabled_at ON users WHEN new.disabled_at IS NULL BEGIN
    UPDATE lead_status SET owner = new.id WHERE owner_email = new.email AND owner IS NULL;
END;
