DECLARE
  dvm_expected record;
  dvm_found bigint;
BEGIN
  IF pg_catalog.current_setting('dvm.step', true) IS DISTINCT FROM {{literal step}} THEN
    RETURN;
  END IF;
  FOR dvm_expected IN SELECT * FROM (VALUES
{{sql rows}}
  ) AS e (name, number, first) LOOP
    -- Once its rows are gone, there is nothing to be counted any more.
    CONTINUE WHEN dvm_expected.first = 0 AND pg_catalog.strpos(pg_catalog.current_setting('dvm.plan'), '0') = 0;
    CONTINUE WHEN dvm_expected.first > 0 AND pg_catalog.substr(pg_catalog.current_setting('dvm.plan'), dvm_expected.first, 1) = '1';
    dvm_found := NULL;
    IF pg_catalog.to_regclass(dvm_expected.name) IS NOT NULL THEN
      EXECUTE pg_catalog.format('SELECT pg_catalog.count(*) FROM %s', pg_catalog.to_regclass(dvm_expected.name)) INTO dvm_found;
    END IF;
    IF dvm_found IS DISTINCT FROM dvm_expected.number THEN
      PERFORM pg_catalog.set_config('dvm.rows', pg_catalog.left(pg_catalog.concat_ws('; ', nullif(pg_catalog.current_setting('dvm.rows'), ''),
        pg_catalog.format('table %s: expected %s, found %s', dvm_expected.name, dvm_expected.number, coalesce(dvm_found::text, 'no such table'))), 4000), false);
    END IF;
  END LOOP;
END
