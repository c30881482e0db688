--liquibase formatted sql

--changeset dvm:job
--comment: Packages that are built while nobody waits
CREATE TABLE dvm.job (
    id               uuid        PRIMARY KEY,
    number           bigint      GENERATED ALWAYS AS IDENTITY,
    revision         bigint      NOT NULL DEFAULT 1,
    target           text        NOT NULL,
    others           text[]      NOT NULL,
    kind             text        NOT NULL,
    request          json        NOT NULL,
    owner_kind       text        NOT NULL,
    owner_id         text        NOT NULL,
    owner            text        NOT NULL,
    idempotency_key  text,
    state            text        NOT NULL DEFAULT 'queued',
    cancel_requested boolean     NOT NULL DEFAULT false,
    phase            text,
    done             integer     NOT NULL DEFAULT 0,
    total            integer     NOT NULL DEFAULT 0,
    current          text        NOT NULL DEFAULT '',
    tries            integer     NOT NULL DEFAULT 0,
    instance         text,
    claim            uuid,
    heartbeat_at     timestamptz,
    created_at       timestamptz NOT NULL,
    started_at       timestamptz,
    finished_at      timestamptz,
    expires_at       timestamptz,
    problem          json,
    file_name        text,
    content_type     text,
    bytes            bigint,
    sha256           text,
    generated_at     text,
    changesets       integer,
    manifest         json,
    CONSTRAINT job_number_unique UNIQUE (number),
    CONSTRAINT job_idempotency_unique UNIQUE (owner_kind, owner_id, idempotency_key),
    CONSTRAINT job_owner_kind_known CHECK (owner_kind IN ('user', 'token', 'local')),
    CONSTRAINT job_state_known CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
    CONSTRAINT job_claimed_while_running CHECK ((state = 'running') = (claim IS NOT NULL AND heartbeat_at IS NOT NULL)),
    CONSTRAINT job_finished_with_a_time CHECK (
        (state IN ('queued', 'running')) = (finished_at IS NULL) AND (finished_at IS NULL) = (expires_at IS NULL)
    ),
    CONSTRAINT job_failed_with_a_problem CHECK ((state = 'failed') = (problem IS NOT NULL)),
    CONSTRAINT job_done_with_a_file CHECK (
        (state = 'done') = (
            file_name IS NOT NULL AND content_type IS NOT NULL AND bytes IS NOT NULL AND sha256 IS NOT NULL
            AND generated_at IS NOT NULL
        )
    ),
    CONSTRAINT job_sha256_form CHECK (sha256 ~ '^[0-9a-f]{64}$')
) WITH (fillfactor = 60);
COMMENT ON TABLE dvm.job IS 'Packages that are built while nobody waits, by whichever instance takes them';
COMMENT ON COLUMN dvm.job.number IS 'Order in which jobs came';
COMMENT ON COLUMN dvm.job.revision IS 'Grows with every change that a reader would see';
COMMENT ON COLUMN dvm.job.target IS 'Name of the registered database';
COMMENT ON COLUMN dvm.job.others IS 'Names of further registered databases that it reads: whoever sees the job needs the permission on each';
COMMENT ON COLUMN dvm.job.request IS 'What is to be built; json, not jsonb: its text is compared for equality';
COMMENT ON COLUMN dvm.job.owner_id IS 'Id of the user or token that sent it; no reference: the row outlives both';
COMMENT ON COLUMN dvm.job.owner IS 'Name of the owner, as it was then';
COMMENT ON COLUMN dvm.job.idempotency_key IS 'By which its owner may send the same job twice and get one';
COMMENT ON COLUMN dvm.job.tries IS 'How often an instance took it';
COMMENT ON COLUMN dvm.job.instance IS 'Who builds it, or built it';
COMMENT ON COLUMN dvm.job.claim IS 'Made anew whenever an instance takes it: whoever has another one has lost it';
COMMENT ON COLUMN dvm.job.heartbeat_at IS 'Last sign of life of the instance, by the clock of this database';
COMMENT ON COLUMN dvm.job.expires_at IS 'When its file is removed; the row goes later';
COMMENT ON COLUMN dvm.job.problem IS 'Why it failed, as the API shows it';
COMMENT ON COLUMN dvm.job.manifest IS 'What the package says of itself; null once its file is removed';
CREATE INDEX job_open ON dvm.job (number) WHERE state IN ('queued', 'running');
CREATE INDEX job_expiry ON dvm.job (expires_at) WHERE expires_at IS NOT NULL;
--rollback DROP TABLE dvm.job;

--changeset dvm:job-result
--comment: The files of jobs, for any instance to hand out
CREATE TABLE dvm.job_result (
    job_id uuid    NOT NULL REFERENCES dvm.job (id) ON DELETE CASCADE,
    number integer NOT NULL,
    bytes  bytea   NOT NULL,
    PRIMARY KEY (job_id, number),
    CONSTRAINT job_result_number_natural CHECK (number >= 0),
    CONSTRAINT job_result_bytes_bounded CHECK (octet_length(bytes) BETWEEN 1 AND 1048576)
);
-- What is worth packing is packed already, and PostgreSQL would take twice the time to write the rest.
ALTER TABLE dvm.job_result ALTER COLUMN bytes SET STORAGE EXTERNAL;
COMMENT ON TABLE dvm.job_result IS 'The files of jobs in pieces: all of 1 MiB but the last';
--rollback DROP TABLE dvm.job_result;

--changeset dvm:job-news splitStatements:false
--comment: Numbers the changes that readers see, and tells all instances of them
CREATE FUNCTION dvm.number_job_change() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $number$
BEGIN
    NEW.revision := OLD.revision + 1;
    RETURN NEW;
END;
$number$;
COMMENT ON FUNCTION dvm.number_job_change() IS 'Trigger function: counts the changes of a job';
CREATE FUNCTION dvm.tell_job_change() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $tell$
BEGIN
    PERFORM pg_notify('dvm_job', concat_ws(' ', NEW.id, CASE WHEN NEW.cancel_requested THEN 'cancel' ELSE NEW.state END));
    RETURN NULL;
END;
$tell$;
COMMENT ON FUNCTION dvm.tell_job_change() IS 'Trigger function: tells listeners of channel dvm_job which job changed, and its state';
CREATE TRIGGER job_change_numbered BEFORE UPDATE ON dvm.job FOR EACH ROW
    WHEN ((OLD.state, OLD.cancel_requested, OLD.phase, OLD.done, OLD.total, OLD.current)
        IS DISTINCT FROM (NEW.state, NEW.cancel_requested, NEW.phase, NEW.done, NEW.total, NEW.current))
    EXECUTE FUNCTION dvm.number_job_change();
CREATE TRIGGER job_change_told AFTER UPDATE ON dvm.job FOR EACH ROW WHEN (OLD.revision <> NEW.revision)
    EXECUTE FUNCTION dvm.tell_job_change();
CREATE TRIGGER job_told AFTER INSERT ON dvm.job FOR EACH ROW EXECUTE FUNCTION dvm.tell_job_change();
--rollback DROP TRIGGER job_told ON dvm.job;
--rollback DROP TRIGGER job_change_told ON dvm.job;
--rollback DROP TRIGGER job_change_numbered ON dvm.job;
--rollback DROP FUNCTION dvm.tell_job_change();
--rollback DROP FUNCTION dvm.number_job_change();
