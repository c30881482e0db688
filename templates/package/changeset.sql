DECLARE
  dvm_key constant text := {{literal key}};
  dvm_exectype text := 'EXECUTED';
  dvm_line integer := {{literal line}};
{{sql declarations}}BEGIN
  IF coalesce(pg_catalog.current_setting('dvm.step', true), '') NOT LIKE {{literal mine}} THEN
    RAISE EXCEPTION 'run this file from its beginning: its checks have not been made in this session' USING ERRCODE = '55000';
  ELSIF pg_catalog.current_setting('dvm.step') <> {{literal step}} THEN
    RETURN; -- something before this failed: the last section says what
  END IF;
  PERFORM FROM {{sql lockTable}} AS l WHERE l.id = 1 AND NOT l.locked AND l.xmin::text || l.ctid::text = pg_catalog.current_setting('dvm.lock') FOR UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'another process took the changelog lock while this package was running'
      USING ERRCODE = '55P03', HINT = 'When the other one is done, run the package again: it goes on where it stopped.';
  END IF;
  IF pg_catalog.substr(pg_catalog.current_setting('dvm.plan'), {{literal number}}, 1) <> '1' THEN
    IF pg_catalog.current_setting('search_path') !~ pg_catalog.current_setting('dvm.home') THEN
      PERFORM pg_catalog.set_config('search_path', pg_catalog.rtrim(pg_catalog.concat_ws(', ', pg_catalog.current_setting('dvm.schema'), pg_catalog.current_setting('search_path')), ', '), false);
    END IF;
{{sql preconditions}}{{sql run}}{{sql record}}  END IF;
  PERFORM pg_catalog.set_config('dvm.step', {{literal next}}, false);
EXCEPTION WHEN OTHERS THEN
  PERFORM pg_catalog.pg_advisory_unlock({{literal lockClass}}, {{literal lockKey}});
  RAISE WARNING 'changeset % failed at %:%; nothing after it runs', dvm_key, {{literal file}}, dvm_line;
  RAISE;
END
