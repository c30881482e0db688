DECLARE
  dvm_step text := coalesce(pg_catalog.current_setting('dvm.step', true), '');
  dvm_verdict text;
  dvm_exectype text := 'EXECUTED';
  dvm_order integer;
  dvm_line integer := {{literal line}};
  dvm_lock text;
{{sql declarations}}BEGIN
  IF dvm_step NOT LIKE {{literal mine}} THEN
    RAISE EXCEPTION 'run this file from its beginning: the checks at the top have not been made in this session' USING ERRCODE = '55000';
  ELSIF dvm_step <> {{literal step}} THEN
    RETURN; -- something before this failed: the last section says what
  END IF;
  SELECT l.xmin::text || l.ctid::text INTO dvm_lock FROM {{sql lockTable}} AS l WHERE l.id = 1 AND NOT l.locked FOR UPDATE;
  IF dvm_lock IS DISTINCT FROM pg_catalog.current_setting('dvm.lock') THEN
    RAISE EXCEPTION 'another process took the changelog lock while this package was running'
      USING ERRCODE = '55P03', HINT = 'When the other one is done, run the package again: it goes on where it stopped.';
  END IF;
  dvm_verdict := pg_catalog.substr(pg_catalog.current_setting('dvm.plan'), {{literal number}}, 1);
  IF dvm_verdict <> '1' THEN
    -- As Liquibase does before each changeset: the default schema comes first again, whatever an earlier one left.
    IF pg_catalog.split_part(pg_catalog.replace(pg_catalog.current_setting('search_path'), '"', ''), ',', 1) <> pg_catalog.current_setting('dvm.schema') THEN
      PERFORM pg_catalog.set_config('search_path', pg_catalog.concat_ws(', ', pg_catalog.quote_ident(pg_catalog.current_setting('dvm.schema')), nullif(pg_catalog.current_setting('search_path'), '')), false);
    END IF;
{{sql preconditions}}{{sql run}}{{sql record}}  END IF;
  PERFORM pg_catalog.set_config('dvm.step', {{literal next}}, false);
EXCEPTION WHEN OTHERS THEN
  PERFORM pg_catalog.pg_advisory_unlock({{literal lockClass}}, {{literal lockKey}});
  RAISE WARNING 'changeset % failed at %:%; nothing after it runs', {{literal key}}, {{literal file}}, dvm_line;
  RAISE;
END
