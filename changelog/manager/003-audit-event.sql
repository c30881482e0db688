--liquibase formatted sql

--changeset dvm:audit-event
--comment: Who did what; rows are only ever added
CREATE TABLE dvm.audit_event (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    occurred_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    actor       text        NOT NULL,
    action      text        NOT NULL,
    subject     text,
    outcome     text        NOT NULL,
    detail      jsonb       NOT NULL DEFAULT '{}'::jsonb,
    CONSTRAINT audit_event_outcome_known CHECK (outcome IN ('done', 'failed', 'refused')),
    CONSTRAINT audit_event_detail_object CHECK (jsonb_typeof(detail) = 'object')
);
COMMENT ON TABLE dvm.audit_event IS 'Append-only record of what was asked of the manager and how it ended';
COMMENT ON COLUMN dvm.audit_event.subject IS 'What the action was on: a package''s digest, a version, a changeset';
COMMENT ON COLUMN dvm.audit_event.detail IS 'Further facts; never a password or a token';
CREATE INDEX audit_event_occurred_at ON dvm.audit_event (occurred_at DESC);
CREATE INDEX audit_event_subject ON dvm.audit_event (subject) WHERE subject IS NOT NULL;
--rollback DROP TABLE dvm.audit_event;

--changeset dvm:audit-event-append-only splitStatements:false
--comment: Refuses UPDATE, DELETE and TRUNCATE, for owners and superusers too
CREATE FUNCTION dvm.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $refuse$
BEGIN
    RAISE EXCEPTION '%.% is append-only: % is refused', TG_TABLE_SCHEMA, TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'object_not_in_prerequisite_state',
              HINT = 'Add a row that corrects the earlier one.';
END;
$refuse$;
COMMENT ON FUNCTION dvm.refuse_change() IS 'Trigger function for append-only tables';
CREATE TRIGGER audit_event_append_only BEFORE UPDATE OR DELETE ON dvm.audit_event
    FOR EACH ROW EXECUTE FUNCTION dvm.refuse_change();
CREATE TRIGGER audit_event_never_truncated BEFORE TRUNCATE ON dvm.audit_event
    FOR EACH STATEMENT EXECUTE FUNCTION dvm.refuse_change();
--rollback DROP TRIGGER audit_event_never_truncated ON dvm.audit_event;
--rollback DROP TRIGGER audit_event_append_only ON dvm.audit_event;
--rollback DROP FUNCTION dvm.refuse_change();
