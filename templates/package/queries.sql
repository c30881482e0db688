-- The session gets back what it came with, also after a failure.
RESET default_transaction_read_only;
DO $dvm$
BEGIN
  IF coalesce(pg_catalog.current_setting('dvm.path', true), '') <> '' THEN
    PERFORM pg_catalog.set_config('search_path', pg_catalog.current_setting('dvm.path'), false), pg_catalog.set_config('dvm.path', '', false);
  END IF;
END
$dvm$;
SELECT count(*) AS total, count(*) FILTER (WHERE exectype = 'EXECUTED') AS executed, max(dateexecuted) AS last_execution FROM {{sql historyTable}};
-- dvm:end {{sql package}}
SELECT orderexecuted, id, author, filename, exectype FROM {{sql historyTable}} WHERE exectype <> 'EXECUTED' ORDER BY orderexecuted;
