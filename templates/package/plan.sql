DECLARE
  dvm_verdicts text;
  dvm_drift text;
BEGIN
  IF pg_catalog.current_setting('dvm.step', true) IS DISTINCT FROM {{literal step}} THEN
    RETURN;
  END IF;
  WITH dvm_plan (n, id, author, path, checksum, rule, valid) AS (VALUES
{{sql rows}}
  ), dvm_ran AS (
    SELECT DISTINCT ON (h.id, h.author, p.path) h.id, h.author, p.path, h.md5sum
    FROM {{sql historyTable}} AS h,
      LATERAL (SELECT {{sql normalizedPath}}) AS p (path)
    ORDER BY h.id, h.author, p.path, h.dateexecuted DESC, h.orderexecuted
  ), dvm_both AS (
    SELECT p.*, r.id IS NOT NULL AS ran, r.md5sum,
      r.md5sum IS NOT NULL AND r.md5sum <> p.checksum AND NOT coalesce(p.valid && ARRAY['*', r.md5sum::text], false)
        AND (r.md5sum LIKE '9:%' OR (r.md5sum LIKE '8:%' AND p.valid::text LIKE '%8:%')) AS differs
    FROM dvm_plan AS p LEFT JOIN dvm_ran AS r ON r.id = p.id AND r.author = p.author AND r.path = p.path
  )
  SELECT pg_catalog.string_agg(CASE WHEN NOT ran THEN '0' WHEN rule = 'always' OR (rule = 'change' AND differs) THEN '2' ELSE '1' END, '' ORDER BY n),
         pg_catalog.string_agg(pg_catalog.format('%s::%s::%s recorded %s, package %s', path, id, author, md5sum, checksum), E'\n' ORDER BY n)
           FILTER (WHERE differs AND rule = 'once')
    INTO dvm_verdicts, dvm_drift
    FROM dvm_both;
  PERFORM pg_catalog.set_config('dvm.plan', pg_catalog.current_setting('dvm.plan') || dvm_verdicts, false),
          pg_catalog.set_config('dvm.drift', pg_catalog.left(pg_catalog.concat_ws(E'\n', nullif(pg_catalog.current_setting('dvm.drift'), ''), dvm_drift), 4000), false);
END
