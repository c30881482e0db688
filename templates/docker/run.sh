#!/usr/bin/env bash
# Runs the package on the database that the environment names: DATABASE_URL (postgres://…), or PGHOST, PGPORT, PGUSER,
# PGPASSWORD, PGDATABASE and the other variables of libpq. Exit codes: psql's own (0 done, 1 to 3 failed), 64 no database
# named, 65 the package is not the one that was built, 69 no server within DVM_WAIT seconds (60).
set -euo pipefail

folder=${DVM_PACKAGE_DIR:-/opt/dvm}
wait=${DVM_WAIT:-60}

fail() {
  echo "dvm: $2" >&2
  exit "$1"
}

decode() {
  local text=${1//\\/\\\\}
  printf '%b' "${text//%/\\x}"
}

(cd "$folder" && sha256sum -c SHA256SUMS >/dev/null 2>&1) ||
  fail 65 'package.sql is not the file that was built: its SHA-256 is not the one in SHA256SUMS'
[[ $wait =~ ^[0-9]+$ ]] || fail 64 'DVM_WAIT is a number of seconds'

target=()
if [[ -n ${DATABASE_URL:-} ]]; then
  scheme=${DATABASE_URL%%://*}
  rest=${DATABASE_URL#*://}
  [[ $scheme == postgres || $scheme == postgresql ]] || fail 64 'DATABASE_URL begins with postgres://'
  user=${rest%%/*}
  # Every user of the host can read a command line: the password goes by environment.
  if [[ $user == *@* && ${user%%@*} == *:* ]]; then
    user=${user%%@*}
    PGPASSWORD=$(decode "${user#*:}")
    export PGPASSWORD
    rest=${user%%:*}@${rest#"$user"@}
  fi
  target=(-d "$scheme://$rest")
elif [[ -z ${PGHOST:-}${PGHOSTADDR:-}${PGSERVICE:-} ]]; then
  fail 64 'no database is named: set DATABASE_URL, or PGHOST and the other variables of libpq'
fi

answer=0
until pg_isready -q -t 3 ${target[@]+"${target[@]}"}; do
  answer=$?
  ((answer < 3)) || fail 64 'the database is named in a way that libpq does not understand'
  ((SECONDS < wait)) || fail 69 "no server answered within $wait seconds"
  sleep 1
done

exec psql -X -q -v ON_ERROR_STOP=1 --no-password ${target[@]+"${target[@]}"} -f "$folder/package.sql"
