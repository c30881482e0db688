  SELECT pg_catalog.count(*) INTO dvm_rows FROM {{sql historyTable}};
  IF dvm_rows <> {{literal count}} THEN
    RAISE EXCEPTION 'the history has % rows, the source had {{sql count}}', dvm_rows USING ERRCODE = '55000', HINT = {{literal hint}};
  END IF;
