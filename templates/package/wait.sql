DECLARE
  dvm_until timestamptz := pg_catalog.clock_timestamp() + {{literal wait}}::interval;
  dvm_holder text;
  dvm_hint text;
  dvm_said boolean := false;
BEGIN
  IF pg_catalog.current_setting('dvm.step', true) IS DISTINCT FROM {{literal start}} THEN
    RETURN;
  END IF;
  PERFORM pg_catalog.set_config('dvm.path', pg_catalog.current_setting('search_path'), false);
{{sql searchPath}}  LOOP
    dvm_holder := NULL;
    -- One package at a time: an advisory lock of this session, gone when the session is gone.
    IF NOT EXISTS ({{sql holdsLock}})
      AND NOT pg_catalog.pg_try_advisory_lock({{literal lockClass}}, {{literal lockKey}}) THEN
      SELECT pg_catalog.format('another package: process %s (%s, user %s, since %s)', a.pid, a.application_name, a.usename, a.backend_start)
        INTO dvm_holder
        FROM pg_catalog.pg_locks AS l JOIN pg_catalog.pg_stat_activity AS a USING (pid)
        WHERE l.locktype = 'advisory' AND l.granted AND l.classid = {{literal lockClass}} AND l.objid = {{literal lockKey}} AND l.objsubid = 2
          AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database());
      dvm_holder := coalesce(dvm_holder, 'another package');
      dvm_hint := 'Wait until it is done; if its session is dead, end it with pg_terminate_backend.';
    -- Liquibase's own lock: honoured, never taken over.
    ELSIF pg_catalog.to_regclass({{literal lockTable}}) IS NOT NULL THEN
      EXECUTE {{sql lockQuery}} INTO dvm_holder;
      dvm_hint := 'Wait until that Liquibase run is done; if it is dead, release the lock (dvm release-locks, or liquibase release-locks).';
    END IF;
    EXIT WHEN dvm_holder IS NULL;
    IF pg_catalog.clock_timestamp() >= dvm_until THEN
      IF EXISTS ({{sql holdsLock}}) THEN
        PERFORM pg_catalog.pg_advisory_unlock({{literal lockClass}}, {{literal lockKey}});
      END IF;
      RAISE EXCEPTION 'the changelog lock is held by %', dvm_holder USING ERRCODE = '55P03', HINT = dvm_hint;
    END IF;
    IF NOT dvm_said THEN
      RAISE NOTICE 'waiting for the changelog lock, held by %', dvm_holder;
      dvm_said := true;
    END IF;
    -- No transaction stays open while waiting: a CREATE INDEX CONCURRENTLY elsewhere would wait for it.
    COMMIT;
    PERFORM pg_catalog.pg_sleep(0.2);
  END LOOP;
  PERFORM pg_catalog.set_config('dvm.step', {{literal waited}}, false);
END
