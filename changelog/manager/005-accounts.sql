--liquibase formatted sql

--changeset dvm:user-account
--comment: Who may sign in
CREATE TABLE dvm.user_account (
    id                  uuid        PRIMARY KEY,
    name                text        NOT NULL,
    display_name        text,
    password_hash       text,
    openid_issuer       text,
    openid_subject      text,
    created_at          timestamptz NOT NULL,
    changed_at          timestamptz NOT NULL,
    disabled_at         timestamptz,
    password_changed_at timestamptz,
    failed_sign_ins     integer     NOT NULL DEFAULT 0,
    locked_until        timestamptz,
    session_epoch       integer     NOT NULL DEFAULT 1,
    CONSTRAINT user_account_name_form CHECK (name ~ '^[A-Za-z0-9._@][A-Za-z0-9._@-]{0,99}$'),
    CONSTRAINT user_account_openid_whole CHECK ((openid_issuer IS NULL) = (openid_subject IS NULL)),
    CONSTRAINT user_account_openid_unique UNIQUE (openid_issuer, openid_subject),
    CONSTRAINT user_account_failed_sign_ins_natural CHECK (failed_sign_ins >= 0)
);
COMMENT ON TABLE dvm.user_account IS 'Who may sign in';
COMMENT ON COLUMN dvm.user_account.password_hash IS 'scrypt with its parameters, as a PHC string; null for who signs in through OpenID Connect only';
COMMENT ON COLUMN dvm.user_account.openid_subject IS 'The provider''s name for the person; unique with openid_issuer';
COMMENT ON COLUMN dvm.user_account.disabled_at IS 'Since when the user may not sign in; null while he may';
COMMENT ON COLUMN dvm.user_account.failed_sign_ins IS 'Attempts in a row that did not succeed; one under way counts until it does';
COMMENT ON COLUMN dvm.user_account.locked_until IS 'No attempt is looked at before then';
COMMENT ON COLUMN dvm.user_account.session_epoch IS 'A session that began with another number has ended';
CREATE UNIQUE INDEX user_account_name ON dvm.user_account (lower(name COLLATE "C"));
--rollback DROP TABLE dvm.user_account;

--changeset dvm:user-grant
--comment: Which role a user has, and where
CREATE TABLE dvm.user_grant (
    user_id uuid NOT NULL REFERENCES dvm.user_account (id) ON DELETE CASCADE,
    target  text NOT NULL,
    role    text NOT NULL,
    PRIMARY KEY (user_id, target),
    CONSTRAINT user_grant_target_given CHECK (target <> ''),
    CONSTRAINT user_grant_role_known CHECK (role IN ('viewer', 'packager', 'operator', 'admin'))
);
COMMENT ON TABLE dvm.user_grant IS 'Roles of users, one at most for each target';
COMMENT ON COLUMN dvm.user_grant.target IS 'Name of a registered database; * stands for all, those of later too';
--rollback DROP TABLE dvm.user_grant;

--changeset dvm:api-token
--comment: Tokens by which pipelines act for their owners
CREATE TABLE dvm.api_token (
    id           uuid        PRIMARY KEY,
    owner_id     uuid        NOT NULL REFERENCES dvm.user_account (id) ON DELETE CASCADE,
    name         text        NOT NULL,
    token_hash   bytea       NOT NULL,
    token_start  text        NOT NULL,
    scopes       text[]      NOT NULL,
    target       text,
    created_at   timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL,
    last_used_at timestamptz,
    revoked_at   timestamptz,
    CONSTRAINT api_token_hash_unique UNIQUE (token_hash),
    CONSTRAINT api_token_hash_form CHECK (octet_length(token_hash) = 32),
    CONSTRAINT api_token_scopes_known CHECK (
        cardinality(scopes) > 0
        AND scopes <@ ARRAY['view', 'database-management', 'operate', 'administer']::text[]
    )
);
COMMENT ON TABLE dvm.api_token IS 'Tokens by which pipelines act for their owners; the tokens themselves are kept nowhere';
COMMENT ON COLUMN dvm.api_token.token_hash IS 'SHA-256 of the token';
COMMENT ON COLUMN dvm.api_token.token_start IS 'First characters of the token, to recognise it by';
COMMENT ON COLUMN dvm.api_token.scopes IS 'What the token may do at most; its owner''s roles limit it further';
COMMENT ON COLUMN dvm.api_token.target IS 'The one database it is good for; null: all its owner has a role on';
COMMENT ON COLUMN dvm.api_token.last_used_at IS 'To the minute: written once a minute at most';
CREATE INDEX api_token_owner ON dvm.api_token (owner_id);
--rollback DROP TABLE dvm.api_token;

--changeset dvm:setup-code
--comment: The one-time code that makes the first administrator
CREATE TABLE dvm.setup_code (
    singleton  boolean     PRIMARY KEY DEFAULT true,
    code_hash  bytea       NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at    timestamptz,
    CONSTRAINT setup_code_only_one CHECK (singleton),
    CONSTRAINT setup_code_hash_form CHECK (octet_length(code_hash) = 32)
);
COMMENT ON TABLE dvm.setup_code IS 'The one-time code that makes the first administrator: one row at most';
COMMENT ON COLUMN dvm.setup_code.code_hash IS 'SHA-256 of the code';
--rollback DROP TABLE dvm.setup_code;

--changeset dvm:shared-secret
--comment: Secrets that all instances have in common
CREATE TABLE dvm.shared_secret (
    name       text        PRIMARY KEY,
    value      bytea       NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT shared_secret_long_enough CHECK (octet_length(value) >= 32)
);
COMMENT ON TABLE dvm.shared_secret IS 'Secrets that all instances have in common, made by the first that asks';
--rollback DROP TABLE dvm.shared_secret;

--changeset dvm:sign-in-decoy
--comment: What a sign-in writes that concerns no user
CREATE TABLE dvm.sign_in_decoy (
    bucket   integer PRIMARY KEY,
    attempts bigint  NOT NULL,
    CONSTRAINT sign_in_decoy_bucket_bounded CHECK (bucket BETWEEN 0 AND 255)
);
COMMENT ON TABLE dvm.sign_in_decoy IS 'Written for a name nobody has, so that it takes as long as a user''s';
--rollback DROP TABLE dvm.sign_in_decoy;
