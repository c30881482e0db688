--liquibase formatted sql

--changeset dvm:latest-package runOnChange:true
--comment: The newest package of each kind
CREATE OR REPLACE VIEW dvm.latest_package AS
SELECT DISTINCT ON (kind)
    kind, file_name, sha256, byte_count, changeset_count, source_database, manager_version, built_by, built_at
FROM dvm.package_build
ORDER BY kind, built_at DESC, id DESC;
COMMENT ON VIEW dvm.latest_package IS 'The newest package of each kind';
--rollback DROP VIEW dvm.latest_package;
