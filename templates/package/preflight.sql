DECLARE
  dvm_lock text;
  dvm_schema text := coalesce({{literal defaultSchema}}, pg_catalog.current_schema(), {{literal schema}});
BEGIN
  IF pg_catalog.current_setting('dvm.step', true) IS DISTINCT FROM {{literal waited}} THEN
    RETURN;
  END IF;
  -- Is this a target the package is for? Nothing has been changed so far.
  IF pg_catalog.pg_is_in_recovery() THEN
    RAISE EXCEPTION 'this server is a standby: it cannot be changed' USING ERRCODE = '25006';
  END IF;
  IF pg_catalog.current_setting('server_version_num')::int < {{literal minVersion}} THEN
    RAISE EXCEPTION 'this package needs PostgreSQL {{sql minServer}} or later, the server is %', pg_catalog.current_setting('server_version')
      USING ERRCODE = '0A000', HINT = 'Build the package with --min-server-version if you know that it runs here.';
  END IF;
  IF {{literal unicode}} AND pg_catalog.current_setting('server_encoding') <> 'UTF8' THEN
    RAISE EXCEPTION 'the package holds text that needs encoding UTF8, the database has %', pg_catalog.current_setting('server_encoding')
      USING ERRCODE = '22P05', HINT = 'Create the database with ENCODING ''UTF8''.';
  END IF;
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = dvm_schema) THEN
    RAISE EXCEPTION 'the database has no schema %, where unqualified names are to go', dvm_schema
      USING ERRCODE = '3F000', HINT = 'Create the schema, or build the package with another --default-schema.';
  END IF;

{{sql tables}}

  -- Liquibase's own lock: honoured, never taken over. The block above has waited for it.
  SELECT l.xmin::text || l.ctid::text INTO dvm_lock FROM {{sql lockTable}} AS l WHERE l.id = 1 AND NOT l.locked FOR UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the changelog lock is held by %', coalesce((
        SELECT pg_catalog.format('%s since %s', coalesce(l.lockedby, 'unknown'), coalesce(l.lockgranted::text, 'unknown'))
        FROM {{sql lockTable}} AS l WHERE l.id = 1), 'nobody: the lock table has no row with id 1')
      USING ERRCODE = '55P03', HINT = 'Wait until that Liquibase run is done; if it is dead, release the lock (dvm release-locks, or liquibase release-locks).';
  END IF;

  -- What the changesets below read: settings of this session, nothing that stays.
  PERFORM pg_catalog.set_config('dvm.lock', dvm_lock, false),
          pg_catalog.set_config('dvm.exectype', 'EXECUTED', false),
          pg_catalog.set_config('dvm.schema', pg_catalog.quote_ident(dvm_schema), false),
          -- A search path that begins with the default schema.
          pg_catalog.set_config('dvm.home', '^"?' || pg_catalog.regexp_replace(pg_catalog.replace(dvm_schema, '"', '""'), '([^a-zA-Z0-9_ ])', E'\\\\\\1', 'g') || '"?(,|$)', false),
          pg_catalog.set_config('dvm.plan', '', false),
          pg_catalog.set_config('dvm.drift', '', false),
          pg_catalog.set_config('dvm.lacks', '', false),
          pg_catalog.set_config('dvm.lacking', '0', false),
          pg_catalog.set_config('dvm.seen', pg_catalog.repeat('0', (SELECT pg_catalog.count(*) FROM {{sql historyTable}})::integer), false),
          pg_catalog.set_config('dvm.sum', '0', false),
          pg_catalog.set_config('dvm.order', (SELECT coalesce(pg_catalog.max(orderexecuted), 0) FROM {{sql historyTable}})::text, false),
          pg_catalog.set_config('dvm.first', (SELECT coalesce(pg_catalog.max(orderexecuted), 0) FROM {{sql historyTable}})::text, false),
          pg_catalog.set_config('dvm.deployment', pg_catalog.right(pg_catalog.trunc(extract(epoch FROM pg_catalog.clock_timestamp()) * 1000)::bigint::text, 10), false),
          pg_catalog.set_config('dvm.step', {{literal next}}, false);
EXCEPTION WHEN OTHERS THEN
  PERFORM pg_catalog.pg_advisory_unlock({{literal lockClass}}, {{literal lockKey}});
  RAISE;
END
