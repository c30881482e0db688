BEGIN
  IF pg_catalog.current_setting('dvm.step', true) IS DISTINCT FROM {{literal step}} THEN
    -- The next statement stands outside any block and could run all the same: a read-only session stops it.
    PERFORM pg_catalog.set_config('default_transaction_read_only', 'on', false);
    RETURN;
  END IF;
{{sql dropInvalid}}END
