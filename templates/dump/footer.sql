DECLARE
  dvm_wrong text;
  dvm_table text;
  dvm_there boolean;
  dvm_rows bigint;
BEGIN
  SELECT pg_catalog.string_agg(pg_catalog.format('%s: %s expected, %s found', e.kind, e.n, a.n - b.n), ', ' ORDER BY e.kind) INTO dvm_wrong
    FROM (VALUES {{sql expected}}) AS e(kind, n)
    JOIN (
  {{sql countAll}}) AS a USING (kind)
    CROSS JOIN LATERAL (SELECT coalesce((pg_catalog.current_setting('dvm.before')::jsonb ->> a.kind)::int, 0) AS n) AS b
    WHERE a.n - b.n <> e.n;
  IF dvm_wrong IS NOT NULL THEN
    RAISE EXCEPTION 'the target does not hold what the package made' USING ERRCODE = '55000', DETAIL = dvm_wrong, HINT = {{literal hint}};
  END IF;
  -- A COPY is whole or not at all: a table that had rows and has none lost them all.
  FOREACH dvm_table IN ARRAY {{sql filled}}::text[] LOOP
    EXECUTE 'SELECT EXISTS (SELECT FROM ' || dvm_table || ')' INTO dvm_there;
    IF NOT dvm_there THEN
      RAISE EXCEPTION 'the rows of % did not arrive', dvm_table USING ERRCODE = '55000', HINT = {{literal hint}};
    END IF;
  END LOOP;
{{sql history}}  PERFORM pg_catalog.set_config('dvm.step', {{literal done}}, false), pg_catalog.set_config('dvm.before', '', false);
END
