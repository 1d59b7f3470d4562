-- What the respondent decided about each gap (JSON), and when a report was withdrawn.
ALTER TABLE responses ADD COLUMN decisions TEXT;
ALTER TABLE responses ADD COLUMN decided_at INTEGER;     -- milliseconds since 1970, UTC
ALTER TABLE responses ADD COLUMN revoked_at INTEGER;     -- milliseconds since 1970, UTC

-- Leads with a score, for comparing a respondent with others.
CREATE INDEX responses_by_cohort ON responses (assessment, person, total)
    WHERE contact_at IS NOT NULL AND total IS NOT NULL AND status <> 'quarantined';
