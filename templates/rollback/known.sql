DECLARE
  dvm_known text;
  dvm_lacks text;
BEGIN
  IF pg_catalog.current_setting('dvm.step', true) IS DISTINCT FROM {{literal step}} THEN
    RETURN;
  END IF;
  WITH dvm_keys (id, author, path, must) AS (VALUES
{{sql rows}}
  ), dvm_found AS (
    SELECT k.*, h.ctid AS place
    FROM dvm_keys AS k LEFT JOIN {{sql historyTable}} AS h ON h.id = k.id AND h.author = k.author AND {{sql normalizedPath}} = k.path
  )
  SELECT pg_catalog.string_agg(place::text, ';'),
         pg_catalog.string_agg(pg_catalog.format('%s::%s::%s', path, id, author), E'\n') FILTER (WHERE place IS NULL AND must)
    INTO dvm_known, dvm_lacks
    FROM dvm_found;
  PERFORM pg_catalog.set_config('dvm.known', pg_catalog.concat_ws(';', nullif(pg_catalog.current_setting('dvm.known'), ''), dvm_known), false),
          pg_catalog.set_config('dvm.lacks', pg_catalog.left(pg_catalog.concat_ws(E'\n', nullif(pg_catalog.current_setting('dvm.lacks'), ''), dvm_lacks), 4000), false);
END
