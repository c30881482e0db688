BEGIN
  IF pg_catalog.current_setting('dvm.step', true) IS DISTINCT FROM {{literal ready}} THEN
    -- What follows stands outside any transaction and could run all the same: a read-only session stops it.
    PERFORM pg_catalog.set_config('default_transaction_read_only', 'on', false);
  END IF;
END
