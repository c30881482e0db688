--liquibase formatted sql

--changeset dvm:openid-attempt
--comment: Sign-ins at an OpenID provider that have come back
CREATE TABLE dvm.openid_attempt (
    attempt    bytea       PRIMARY KEY,
    expires_at timestamptz NOT NULL,
    CONSTRAINT openid_attempt_form CHECK (octet_length(attempt) = 32)
);
COMMENT ON TABLE dvm.openid_attempt IS 'Sign-ins at an OpenID provider that have come back, so that none does twice';
COMMENT ON COLUMN dvm.openid_attempt.attempt IS 'SHA-256 of the state that the attempt was known by';
COMMENT ON COLUMN dvm.openid_attempt.expires_at IS 'When it would have been refused anyway, and the row may go';
CREATE INDEX openid_attempt_expiry ON dvm.openid_attempt (expires_at);
--rollback DROP TABLE dvm.openid_attempt;
