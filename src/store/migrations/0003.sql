-- What became of the last try of each delivery. `done_at` with `disabled` is "given up"; no more tries then either.
ALTER TABLE outbox ADD COLUMN disabled INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN tried_at INTEGER;          -- milliseconds since 1970, UTC
ALTER TABLE outbox ADD COLUMN status INTEGER;            -- the receiver's code: HTTP, SMTP
ALTER TABLE outbox ADD COLUMN reason TEXT;               -- ours, in words; names nobody
ALTER TABLE outbox ADD COLUMN answer TEXT;               -- the receiver's, at most 2 kB; may name people

-- `kind` is the destination's key: each destination has its own queue, so that one that fails holds up no other.
DROP INDEX outbox_by_due;
CREATE INDEX outbox_by_kind ON outbox (kind, due_at) WHERE done_at IS NULL;
