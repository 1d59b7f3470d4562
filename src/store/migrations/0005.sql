-- How far people get: sums of a day, and nothing about anybody. A step is the id of a question, or begins with `=`.
CREATE TABLE funnel (
    assessment TEXT NOT NULL,
    day INTEGER NOT NULL,                   -- such as 20261224, in UTC
    source TEXT NOT NULL,                   -- the campaign's source as a short word, 'direct' or 'other'
    step TEXT NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (assessment, day, source, step)
) STRICT, WITHOUT ROWID;
