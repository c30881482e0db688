  IF EXISTS (SELECT FROM pg_catalog.pg_index AS i JOIN pg_catalog.pg_class AS c ON c.oid = i.indexrelid
             WHERE i.indrelid = pg_catalog.to_regclass({{literal table}}) AND c.relname = {{literal index}} AND NOT i.indisvalid) THEN
    RAISE NOTICE 'index % was left invalid by an earlier try and is dropped', {{literal index}};
    EXECUTE (SELECT pg_catalog.format('DROP INDEX %I.%I', n.nspname, c.relname)
             FROM pg_catalog.pg_index AS i JOIN pg_catalog.pg_class AS c ON c.oid = i.indexrelid JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
             WHERE i.indrelid = pg_catalog.to_regclass({{literal table}}) AND c.relname = {{literal index}});
  END IF;
