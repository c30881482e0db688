DECLARE
  dvm_line integer := {{literal line}};
  dvm_exectype text := 'EXECUTED';
  dvm_verdict text := pg_catalog.substr(pg_catalog.current_setting('dvm.plan', true), {{literal number}}, 1);
  dvm_order integer;
BEGIN
  IF pg_catalog.current_setting('dvm.step', true) IS DISTINCT FROM {{literal step}} THEN
    RETURN;
  END IF;
  dvm_exectype := pg_catalog.current_setting('dvm.exectype');
  IF dvm_verdict <> '1' THEN
{{sql verify}}{{sql run}}{{sql record}}  END IF;
  PERFORM pg_catalog.set_config('dvm.step', {{literal next}}, false);
EXCEPTION WHEN OTHERS THEN
  PERFORM pg_catalog.pg_advisory_unlock({{literal lockClass}}, {{literal lockKey}});
  RAISE WARNING 'changeset % failed at %:%; nothing after it runs', {{literal key}}, {{literal file}}, dvm_line;
  RAISE;
END
