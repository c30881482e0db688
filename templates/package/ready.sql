DECLARE
  dvm_plan text;
{{sql declarations}}BEGIN
  IF pg_catalog.current_setting('dvm.step', true) IS DISTINCT FROM {{literal step}} THEN
    RETURN;
  END IF;
  IF pg_catalog.current_setting('dvm.drift') <> '' THEN
    RAISE EXCEPTION 'changesets of this package ran on this target with other contents'
      USING ERRCODE = '55000', DETAIL = pg_catalog.current_setting('dvm.drift'),
            HINT = 'Nothing was changed. Compare the files with what was deployed here.';
  END IF;
{{sql preconditions}}  dvm_plan := pg_catalog.current_setting('dvm.plan');
  RAISE NOTICE 'package {{sql package}}: % of {{sql count}} changesets to run, % already here',
    pg_catalog.length(pg_catalog.replace(dvm_plan, '1', '')), pg_catalog.length(pg_catalog.regexp_replace(dvm_plan, '[^1]', '', 'g'));
  PERFORM pg_catalog.set_config('dvm.seen', '', false), pg_catalog.set_config('dvm.step', {{literal next}}, false);
EXCEPTION WHEN OTHERS THEN
  PERFORM pg_catalog.pg_advisory_unlock({{literal lockClass}}, {{literal lockKey}});
  RAISE;
END
