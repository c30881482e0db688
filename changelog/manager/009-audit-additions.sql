--liquibase formatted sql

--changeset dvm:audit-event-origin
--comment: From where, by which request and about which package; and what concerns security, apart
ALTER TABLE dvm.audit_event
    ADD COLUMN category       text NOT NULL DEFAULT 'activity',
    ADD COLUMN actor_kind     text NOT NULL DEFAULT 'system',
    ADD COLUMN actor_id       text,
    ADD COLUMN target         text,
    ADD COLUMN package_sha256 text,
    ADD COLUMN from_address   inet,
    ADD COLUMN request_id     uuid,
    ADD COLUMN trace_id       text,
    ADD COLUMN user_agent     text,
    ADD CONSTRAINT audit_event_category_known CHECK (category IN ('activity', 'security')),
    ADD CONSTRAINT audit_event_actor_kind_known
        CHECK (actor_kind IN ('user', 'token', 'local', 'system', 'anonymous')),
    ADD CONSTRAINT audit_event_sha256_form CHECK (package_sha256 ~ '^[0-9a-f]{64}$'),
    ADD CONSTRAINT audit_event_trace_form CHECK (trace_id ~ '^[0-9a-f]{32}$'),
    ADD CONSTRAINT audit_event_lengths CHECK (
        length(actor) <= 200 AND length(action) <= 100 AND length(subject) <= 500 AND length(user_agent) <= 200
        AND length(detail::text) <= 10000
    );
COMMENT ON COLUMN dvm.audit_event.category IS 'security: who may what, and what was refused; activity: the rest';
COMMENT ON COLUMN dvm.audit_event.actor IS 'Name of who did it, as it was then';
COMMENT ON COLUMN dvm.audit_event.actor_id IS 'Id of the user or token; no reference: the row outlives both';
COMMENT ON COLUMN dvm.audit_event.target IS 'Name of the registered database it was about';
COMMENT ON COLUMN dvm.audit_event.package_sha256 IS 'Digest of the package that was built or handed out';
COMMENT ON COLUMN dvm.audit_event.from_address IS 'Address of the caller, as the setting about trusted proxies lets us know it';
COMMENT ON COLUMN dvm.audit_event.request_id IS 'The id that the access log and the reply have';
COMMENT ON COLUMN dvm.audit_event.trace_id IS 'Trace of W3C Trace Context';
--rollback ALTER TABLE dvm.audit_event DROP CONSTRAINT audit_event_lengths, DROP COLUMN category, DROP COLUMN actor_kind, DROP COLUMN actor_id, DROP COLUMN target, DROP COLUMN package_sha256, DROP COLUMN from_address, DROP COLUMN request_id, DROP COLUMN trace_id, DROP COLUMN user_agent;
--rollback COMMENT ON COLUMN dvm.audit_event.actor IS NULL;

--changeset dvm:audit-event-lookups
--comment: The log is read newest first, of one actor, action or package
CREATE INDEX audit_event_actor ON dvm.audit_event (actor, id DESC);
CREATE INDEX audit_event_action ON dvm.audit_event (action, id DESC);
CREATE INDEX audit_event_package ON dvm.audit_event (package_sha256, id DESC) WHERE package_sha256 IS NOT NULL;
CREATE INDEX audit_event_prune ON dvm.audit_event (id) WHERE action = 'audit.prune';
--rollback DROP INDEX dvm.audit_event_prune;
--rollback DROP INDEX dvm.audit_event_package;
--rollback DROP INDEX dvm.audit_event_action;
--rollback DROP INDEX dvm.audit_event_actor;

--changeset dvm:audit-event-retention splitStatements:false
--comment: Lets old rows go, and those only that a mark of the same transaction names
-- Nothing can be removed without leaving a row that says so: the mark is an audit event itself and is never removed.
-- Rows younger than 30 days stay whatever the mark says.
CREATE FUNCTION dvm.refuse_unmarked_removal() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $refuse$
DECLARE
    until timestamptz;
BEGIN
    SELECT max((mark.detail ->> 'until')::timestamptz) INTO until
    FROM dvm.audit_event AS mark
    WHERE mark.action = 'audit.prune'
        AND mark.xmin::text::bigint = (pg_current_xact_id()::text::numeric % 4294967296)::bigint;
    IF EXISTS (
        SELECT FROM removed
        WHERE until IS NULL OR removed.occurred_at > least(until, now() - interval '30 days')
            OR removed.action = 'audit.prune'
    ) THEN
        RAISE EXCEPTION '%.% is append-only: % is refused', TG_TABLE_SCHEMA, TG_TABLE_NAME, TG_OP
            USING ERRCODE = 'object_not_in_prerequisite_state',
                  HINT = 'Rows go when the retention setting says so, after 30 days at the earliest.';
    END IF;
    RETURN NULL;
END;
$refuse$;
COMMENT ON FUNCTION dvm.refuse_unmarked_removal() IS 'Trigger function: rows of the audit log go by retention only, and leave a mark';
DROP TRIGGER audit_event_append_only ON dvm.audit_event;
CREATE TRIGGER audit_event_append_only BEFORE UPDATE ON dvm.audit_event
    FOR EACH ROW EXECUTE FUNCTION dvm.refuse_change();
CREATE TRIGGER audit_event_kept AFTER DELETE ON dvm.audit_event
    REFERENCING OLD TABLE AS removed
    FOR EACH STATEMENT EXECUTE FUNCTION dvm.refuse_unmarked_removal();
--rollback DROP TRIGGER audit_event_kept ON dvm.audit_event;
--rollback DROP TRIGGER audit_event_append_only ON dvm.audit_event;
--rollback CREATE TRIGGER audit_event_append_only BEFORE UPDATE OR DELETE ON dvm.audit_event FOR EACH ROW EXECUTE FUNCTION dvm.refuse_change();
--rollback DROP FUNCTION dvm.refuse_unmarked_removal();
