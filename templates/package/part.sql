DECLARE
  dvm_key constant text := {{literal key}};
  dvm_exectype text;
  dvm_line integer := {{literal line}};
BEGIN
  IF pg_catalog.current_setting('dvm.step', true) IS DISTINCT FROM {{literal step}} THEN
    RETURN;
  END IF;
  dvm_exectype := pg_catalog.current_setting('dvm.exectype');
  IF pg_catalog.substr(pg_catalog.current_setting('dvm.plan'), {{literal number}}, 1) <> '1' THEN
{{sql verify}}{{sql run}}{{sql record}}  END IF;
  PERFORM pg_catalog.set_config('dvm.step', {{literal next}}, false);
EXCEPTION WHEN OTHERS THEN
  PERFORM pg_catalog.pg_advisory_unlock({{literal lockClass}}, {{literal lockKey}});
  RAISE WARNING 'changeset % failed at %:%; nothing after it runs', dvm_key, {{literal file}}, dvm_line;
  RAISE;
END
