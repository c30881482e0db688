--liquibase formatted sql

--changeset dvm:package-build
--comment: One row for each package that was built
CREATE TABLE dvm.package_build (
    id                  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind                text        NOT NULL,
    file_name           text        NOT NULL,
    sha256              text        NOT NULL,
    byte_count          bigint      NOT NULL,
    changeset_count     integer     NOT NULL,
    source_database     text,
    manager_version     text        NOT NULL,
    built_by            text        NOT NULL DEFAULT current_user,
    built_at            timestamptz NOT NULL DEFAULT now(),
    duration            interval,
    CONSTRAINT package_build_kind_known CHECK (kind IN ('deployed', 'pending', 'offline')),
    CONSTRAINT package_build_sha256_form CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    CONSTRAINT package_build_counts_natural CHECK (byte_count >= 0 AND changeset_count >= 0)
);
COMMENT ON TABLE dvm.package_build IS 'Packages that were built: what, from where, by whom and when';
COMMENT ON COLUMN dvm.package_build.sha256 IS 'SHA-256 of the file, lower-case hexadecimal; a file is recognised by it';
COMMENT ON COLUMN dvm.package_build.source_database IS 'user@host:port/database whose history was read; null for an offline package';
COMMENT ON COLUMN dvm.package_build.duration IS 'Time the build took; null where it was not measured';
--rollback DROP TABLE dvm.package_build;

--changeset dvm:package-build-indexes
--comment: Packages are looked up by their digest and listed newest first
CREATE INDEX package_build_sha256 ON dvm.package_build (sha256);
CREATE INDEX package_build_built_at ON dvm.package_build (built_at DESC);
--rollback DROP INDEX dvm.package_build_built_at;
--rollback DROP INDEX dvm.package_build_sha256;
