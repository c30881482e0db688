--liquibase formatted sql

--changeset dvm:rate-limit
--comment: How much of their limits callers have used, which all instances share
CREATE UNLOGGED TABLE dvm.rate_limit (
    key    varchar(255) PRIMARY KEY,
    points integer      NOT NULL DEFAULT 0,
    expire bigint
);
COMMENT ON TABLE dvm.rate_limit IS 'How much of their limits callers have used; columns as rate-limiter-flexible reads them. A crash of the server empties it, which costs no more than a window';
COMMENT ON COLUMN dvm.rate_limit.key IS 'Name of the limit, and who it is counted for: an identity or a network address';
COMMENT ON COLUMN dvm.rate_limit.points IS 'What was used since the window began';
COMMENT ON COLUMN dvm.rate_limit.expire IS 'When the window ends, in milliseconds since 1970';
CREATE INDEX rate_limit_expire ON dvm.rate_limit (expire);
--rollback DROP TABLE dvm.rate_limit;
