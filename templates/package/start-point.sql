DECLARE
  dvm_lacks text;
BEGIN
  IF pg_catalog.current_setting('dvm.step', true) IS DISTINCT FROM {{literal step}} THEN
    RETURN;
  END IF;
  SELECT pg_catalog.string_agg(pg_catalog.format('%s::%s::%s', s.path, s.id, s.author), E'\n')
    INTO dvm_lacks
    FROM (VALUES
{{sql rows}}
    ) AS s (id, author, path)
    WHERE NOT EXISTS (
      SELECT FROM {{sql historyTable}} AS h
      WHERE h.id = s.id AND h.author = s.author
        AND {{sql normalizedPath}} = s.path);
  PERFORM pg_catalog.set_config('dvm.lacks', pg_catalog.left(pg_catalog.concat_ws(E'\n', nullif(pg_catalog.current_setting('dvm.lacks'), ''), dvm_lacks), 4000), false);
END
