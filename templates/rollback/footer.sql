DECLARE
  dvm_step text := coalesce(pg_catalog.current_setting('dvm.step', true), '');
  dvm_done integer;
  dvm_rows bigint;
BEGIN
  IF dvm_step LIKE {{literal mine}} AND EXISTS ({{sql holdsLock}}) THEN
    PERFORM pg_catalog.pg_advisory_unlock({{literal lockClass}}, {{literal lockKey}});
  END IF;
  IF dvm_step !~ {{literal numbered}} THEN
    RAISE EXCEPTION 'the package did not begin: its checks at the top failed, nothing was changed' USING ERRCODE = '55000';
  END IF;
  dvm_done := pg_catalog.split_part(pg_catalog.split_part(dvm_step, ':', 2), '.', 1)::integer;
  IF dvm_done < {{literal count}} THEN
    RAISE EXCEPTION 'the package stopped: changesets 1 to % of {{sql count}} are undone, number % failed, % were not tried', dvm_done, dvm_done + 1, {{literal count}} - dvm_done - 1
      USING ERRCODE = '55000', HINT = 'Mend what the first error names and run this file again: it goes on where it stopped.';
  END IF;
  SELECT pg_catalog.count(*) INTO dvm_rows FROM {{sql historyTable}};
  IF dvm_rows <> pg_catalog.current_setting('dvm.first')::bigint - pg_catalog.current_setting('dvm.sum')::bigint THEN
    RAISE EXCEPTION 'the history does not hold what this package left: % rows found, of % at the beginning % were taken out', dvm_rows, pg_catalog.current_setting('dvm.first'), pg_catalog.current_setting('dvm.sum')
      USING ERRCODE = '55000', HINT = 'Something changed the history while the package was running: compare databasechangelog with the package.';
  END IF;
  RAISE NOTICE 'package {{sql package}} is complete: % rolled back, % not here any more',
    pg_catalog.length(pg_catalog.replace(pg_catalog.current_setting('dvm.plan'), '1', '')), pg_catalog.length(pg_catalog.replace(pg_catalog.current_setting('dvm.plan'), '0', ''));
  PERFORM pg_catalog.set_config('dvm.step', {{literal done}}, false);
END
