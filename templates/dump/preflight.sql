DECLARE
  dvm_found text;
BEGIN
  -- Is this a target the package is for? Nothing has been changed so far.
  IF pg_catalog.pg_is_in_recovery() THEN
    RAISE EXCEPTION 'this server is a standby: it cannot be changed' USING ERRCODE = '25006';
  END IF;
  IF pg_catalog.current_setting('server_version_num')::int < {{literal minVersion}} THEN
    RAISE EXCEPTION 'this package needs PostgreSQL {{sql minServer}} or later, the server is %', pg_catalog.current_setting('server_version')
      USING ERRCODE = '0A000', HINT = 'Build the package with --allow older-server if you know that it runs here.';
  END IF;
  IF pg_catalog.current_setting('server_encoding') <> {{literal encoding}} THEN
    RAISE EXCEPTION 'the source has encoding {{sql encodingName}}, this database has %', pg_catalog.current_setting('server_encoding')
      USING ERRCODE = '22P05', HINT = 'Create the database with TEMPLATE template0 ENCODING ''{{sql encodingName}}''.';
  END IF;
  IF {{literal mustBeEmpty}} THEN
    SELECT pg_catalog.string_agg(o.what, ', ') INTO dvm_found FROM (
{{sql contents}}
      LIMIT 5) AS o;
    IF dvm_found IS NOT NULL THEN
      RAISE EXCEPTION 'this target is not empty' USING ERRCODE = '55000', DETAIL = 'It has, among others: ' || dvm_found,
        HINT = 'Nothing was changed. This package makes {{sql makes}}, once: run it on a new database. If it was run here before, it is done. A package built with --allow non-empty-target takes a target like this.';
    END IF;
  END IF;
  SELECT pg_catalog.string_agg(pg_catalog.quote_ident(s.name), ', ') INTO dvm_found FROM pg_catalog.unnest({{sql schemas}}::text[]) AS s(name)
    WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_namespace AS n WHERE n.nspname = s.name);
  IF dvm_found IS NOT NULL THEN
    RAISE EXCEPTION 'this target lacks a schema that every new database has: %', dvm_found USING ERRCODE = '3F000', HINT = 'CREATE SCHEMA public;';
  END IF;
  SELECT pg_catalog.string_agg(pg_catalog.quote_ident(r.name), ', ') INTO dvm_found FROM pg_catalog.unnest({{sql roles}}::text[]) AS r(name)
    WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_roles AS p WHERE p.rolname = r.name);
  IF dvm_found IS NOT NULL THEN
    RAISE EXCEPTION 'this server lacks roles that own objects of the package, or have rights on them: %', dvm_found
      USING ERRCODE = '42704', HINT = 'Nothing was changed. CREATE ROLE each of them, or build the package with --no-owner and --no-privileges.';
  END IF;
  SELECT pg_catalog.string_agg(x.name, ', ') INTO dvm_found FROM pg_catalog.unnest({{sql extensions}}::text[]) AS x(name)
    WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_available_extensions AS a WHERE a.name = x.name);
  IF dvm_found IS NOT NULL THEN
    RAISE EXCEPTION 'this server has no extension %', dvm_found
      USING ERRCODE = '58P01', HINT = 'Nothing was changed. Install the packages of these extensions on the server.';
  END IF;
  SELECT pg_catalog.string_agg(pg_catalog.quote_ident(t.name), ', ') INTO dvm_found FROM pg_catalog.unnest({{sql tablespaces}}::text[]) AS t(name)
    WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_tablespace AS p WHERE p.spcname = t.name);
  IF dvm_found IS NOT NULL THEN
    RAISE EXCEPTION 'this server has no tablespace %', dvm_found USING ERRCODE = '42704', HINT = 'Nothing was changed. CREATE TABLESPACE each of them.';
  END IF;
  -- Every relation that a transaction makes stays locked until its end.
  IF {{literal locks}} > pg_catalog.current_setting('max_locks_per_transaction')::bigint
      * (pg_catalog.current_setting('max_connections')::bigint + pg_catalog.current_setting('max_prepared_transactions')::bigint) THEN
    RAISE EXCEPTION 'this server cannot lock the {{sql locks}} relations of the package in one transaction' USING ERRCODE = '53200',
      HINT = 'Nothing was changed. Raise max_locks_per_transaction, or build the package with --transaction none.';
  END IF;
  PERFORM pg_catalog.set_config('dvm.before', (SELECT pg_catalog.jsonb_object_agg(a.kind, a.n) FROM (
  {{sql countAll}}) AS a)::text, false),
    pg_catalog.set_config('dvm.step', {{literal ready}}, false);
END
