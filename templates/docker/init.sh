#!/usr/bin/env bash
# Runs once, when the official postgres image makes its database. The image may run this file or read it into its own
# script, so it sets no shell options and leaves nothing behind but its functions.

dvm_fail() {
  echo "dvm: $1" >&2
  # The image takes a data folder with this file in it for a finished database, and would start it the next time as if
  # nothing had happened. Without the file the next start fails, too, until the volume is taken away.
  rm -f "${PGDATA:-/nowhere}/PG_VERSION"
  exit 1
}

dvm_init() {
  local folder=${DVM_PACKAGE_DIR:-/opt/dvm}
  local user=${POSTGRES_USER:-postgres}
  (cd "$folder" && sha256sum -c SHA256SUMS >/dev/null 2>&1) ||
    dvm_fail "package.sql is not the file that was built: its SHA-256 is not the one in SHA256SUMS"
  echo "dvm: running package.sql on database ${POSTGRES_DB:-$user}"
  # The server listens on its socket only while the image initialises.
  PGHOST=${DVM_SOCKET_DIR:-} PGHOSTADDR='' psql -X -q -v ON_ERROR_STOP=1 --no-password \
    --username "$user" --dbname "${POSTGRES_DB:-$user}" -f "$folder/package.sql" ||
    dvm_fail "the package failed with exit code $?: see the first error"
}

dvm_init
