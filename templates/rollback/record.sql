    DECLARE
      dvm_gone integer;
    BEGIN
      DELETE FROM {{sql historyTable}} AS h WHERE h.id = {{literal id}} AND h.author = {{literal author}} AND {{sql normalizedPath}} = {{literal samePath}};
      GET DIAGNOSTICS dvm_gone = ROW_COUNT;
      IF dvm_gone = 0 THEN
        RAISE EXCEPTION 'its row in the history went away while the package was running' USING ERRCODE = '55000';
      END IF;
      PERFORM pg_catalog.set_config('dvm.sum', (pg_catalog.current_setting('dvm.sum')::bigint + dvm_gone)::text, false);
    END;
