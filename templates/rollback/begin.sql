BEGIN
  IF pg_catalog.current_setting('dvm.step', true) IS DISTINCT FROM {{literal step}} THEN
    RETURN;
  END IF;
  PERFORM pg_catalog.set_config('dvm.known', '', false),
          pg_catalog.set_config('dvm.undo', '', false),
          pg_catalog.set_config('dvm.rows', '', false),
          pg_catalog.set_config('dvm.first', (SELECT pg_catalog.count(*) FROM {{sql historyTable}})::text, false);
END
