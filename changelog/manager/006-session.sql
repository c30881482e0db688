--liquibase formatted sql

--changeset dvm:session
--comment: Sessions of the page, which all instances share
CREATE TABLE dvm.session (
    sid    text           PRIMARY KEY,
    sess   json           NOT NULL,
    expire timestamptz(0) NOT NULL
);
COMMENT ON TABLE dvm.session IS 'Sessions of the page, which all instances share; columns as connect-pg-simple reads them';
COMMENT ON COLUMN dvm.session.sid IS 'SHA-256 of the session''s id: who reads the table cannot take a session over';
COMMENT ON COLUMN dvm.session.sess IS 'Who signed in and when, and the secret of the CSRF tokens';
COMMENT ON COLUMN dvm.session.expire IS 'When it ends where nobody uses it';
CREATE INDEX session_expire ON dvm.session (expire);
--rollback DROP TABLE dvm.session;
