DECLARE
  dvm_done boolean := pg_catalog.current_setting('dvm.step', true) IS NOT DISTINCT FROM {{literal done}};
BEGIN
  PERFORM pg_catalog.set_config('dvm.step', '', false);
  IF NOT dvm_done THEN
    RAISE EXCEPTION 'the package did not complete: see the first error' USING ERRCODE = '55000', HINT = {{literal hint}};
  END IF;
  RAISE NOTICE 'package {{sql package}} is complete: {{sql summary}}';
END
