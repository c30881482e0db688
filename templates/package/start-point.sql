DECLARE
  dvm_seen text;
  dvm_lacking integer;
  dvm_lacks text[];
BEGIN
  IF pg_catalog.current_setting('dvm.step', true) IS DISTINCT FROM {{literal step}} THEN
    RETURN;
  END IF;
  WITH dvm_start (n, id, author, path, needed) AS (VALUES
{{sql rows}}
  ), dvm_history AS (
    SELECT h.id, h.author, p.path, pg_catalog.row_number() OVER (ORDER BY h.dateexecuted, h.orderexecuted, h.ctid) AS n
    FROM {{sql historyTable}} AS h,
      LATERAL (SELECT {{sql normalizedPath}}) AS p (path)
  ), dvm_gone AS (
    SELECT s.n, pg_catalog.format('lacks: %s::%s::%s', s.path, s.id, s.author) AS name
    FROM dvm_start AS s
    WHERE s.needed AND NOT EXISTS (SELECT FROM dvm_history AS h WHERE h.id = s.id AND h.author = s.author AND h.path = s.path)
  )
  -- One digit for each row of the history, in the order they ran: whether the package knows it.
  SELECT (SELECT pg_catalog.string_agg(CASE WHEN s.n IS NULL THEN f.flag ELSE '1' END, '' ORDER BY f.n)
            FROM pg_catalog.unnest(pg_catalog.string_to_array(pg_catalog.current_setting('dvm.seen'), NULL)) WITH ORDINALITY AS f (flag, n)
              JOIN dvm_history AS h ON h.n = f.n
              LEFT JOIN dvm_start AS s ON s.id = h.id AND s.author = h.author AND s.path = h.path),
         (SELECT pg_catalog.count(*) FROM dvm_gone),
         ARRAY(SELECT g.name FROM dvm_gone AS g ORDER BY g.n LIMIT 5)
    INTO dvm_seen, dvm_lacking, dvm_lacks;
  PERFORM pg_catalog.set_config('dvm.seen', coalesce(dvm_seen, ''), false),
          pg_catalog.set_config('dvm.lacking', (pg_catalog.current_setting('dvm.lacking')::integer + dvm_lacking)::text, false),
          pg_catalog.set_config('dvm.lacks', pg_catalog.array_to_string((pg_catalog.string_to_array(nullif(pg_catalog.current_setting('dvm.lacks'), ''), E'\n') || dvm_lacks)[1:5], E'\n'), false);
END
