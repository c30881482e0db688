DECLARE
  dvm_begun boolean := pg_catalog.strpos(pg_catalog.current_setting('dvm.plan', true), '0') > 0;
  dvm_verdicts text;
  dvm_drift text;
  dvm_lacks text;
  dvm_undo text;
  dvm_known text;
BEGIN
  IF pg_catalog.current_setting('dvm.step', true) IS DISTINCT FROM {{literal step}} THEN
    RETURN;
  END IF;
  WITH dvm_plan (n, id, author, path, checksum, rule, valid, restored, optional) AS (VALUES
{{sql rows}}
  ), dvm_ran AS (
    SELECT DISTINCT ON (h.id, h.author, p.path) h.id, h.author, p.path, h.md5sum, h.ctid AS place
    FROM {{sql historyTable}} AS h,
      LATERAL (SELECT {{sql normalizedPath}}) AS p (path)
    ORDER BY h.id, h.author, p.path, h.dateexecuted DESC, h.orderexecuted
  ), dvm_both AS (
    SELECT p.*, r.place, r.md5sum, r.place IS NOT NULL AND (p.restored IS NULL OR r.md5sum IS DISTINCT FROM p.restored) AS due,
      r.md5sum IS NOT NULL AND r.md5sum <> p.checksum AND NOT coalesce(p.valid && ARRAY['*', r.md5sum::text], false)
        AND (r.md5sum LIKE '9:%' OR (r.md5sum LIKE '8:%' AND p.valid::text LIKE '%8:%')) AS differs
    FROM dvm_plan AS p LEFT JOIN dvm_ran AS r ON r.id = p.id AND r.author = p.author AND r.path = p.path
  ), dvm_ordered AS (
    -- What ran last is undone first: a target that lacks one of them must lack all before it.
    SELECT b.*, b.place IS NULL AND NOT b.optional AND (b.restored IS NOT NULL OR dvm_begun OR pg_catalog.bool_or(b.due AND b.restored IS NULL) OVER (ORDER BY b.n)) AS lacking
    FROM dvm_both AS b
  )
  SELECT pg_catalog.string_agg(CASE WHEN due THEN '0' ELSE '1' END, '' ORDER BY n),
         pg_catalog.string_agg(pg_catalog.format('%s::%s::%s recorded %s, package %s', path, id, author, md5sum, checksum), E'\n' ORDER BY n)
           FILTER (WHERE differs AND rule = 'once'),
         pg_catalog.string_agg(pg_catalog.format('%s::%s::%s', path, id, author), E'\n' ORDER BY n) FILTER (WHERE lacking),
         pg_catalog.string_agg(place::text, ';') FILTER (WHERE due),
         pg_catalog.string_agg(place::text, ';') FILTER (WHERE NOT due)
    INTO dvm_verdicts, dvm_drift, dvm_lacks, dvm_undo, dvm_known
    FROM dvm_ordered;
  PERFORM pg_catalog.set_config('dvm.plan', pg_catalog.current_setting('dvm.plan') || dvm_verdicts, false),
          pg_catalog.set_config('dvm.undo', pg_catalog.concat_ws(';', nullif(pg_catalog.current_setting('dvm.undo'), ''), dvm_undo), false),
          pg_catalog.set_config('dvm.known', pg_catalog.concat_ws(';', nullif(pg_catalog.current_setting('dvm.known'), ''), dvm_known), false),
          pg_catalog.set_config('dvm.lacks', pg_catalog.left(pg_catalog.concat_ws(E'\n', nullif(pg_catalog.current_setting('dvm.lacks'), ''), dvm_lacks), 4000), false),
          pg_catalog.set_config('dvm.drift', pg_catalog.left(pg_catalog.concat_ws(E'\n', nullif(pg_catalog.current_setting('dvm.drift'), ''), dvm_drift), 4000), false);
END
