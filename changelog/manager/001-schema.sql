--liquibase formatted sql

--changeset dvm:schema
--comment: Room for the manager's own tables, apart from the application's
CREATE SCHEMA dvm;
COMMENT ON SCHEMA dvm IS 'Own tables of database-version-manager';
--rollback DROP SCHEMA dvm;
