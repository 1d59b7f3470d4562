-- What is too old to be kept, for each assessment.
CREATE INDEX responses_by_age ON responses (assessment, submitted_at);
