      DECLARE
        dvm_names constant text[] := ARRAY['client_encoding', 'dvm.step', 'dvm.path', 'dvm.lock', 'dvm.exectype', 'dvm.schema', 'dvm.home', 'dvm.plan', 'dvm.drift', 'dvm.lacks', 'dvm.lacking', 'dvm.seen', 'dvm.sum', 'dvm.order', 'dvm.first', 'dvm.deployment'];
        dvm_kept constant text[] := ARRAY(SELECT coalesce(pg_catalog.current_setting(s.name, true), '') FROM pg_catalog.unnest(dvm_names) WITH ORDINALITY AS s (name, n) ORDER BY s.n);
      BEGIN
{{sql run}}        PERFORM pg_catalog.set_config(s.name, s.value, false) FROM ROWS FROM (pg_catalog.unnest(dvm_names), pg_catalog.unnest(dvm_kept)) AS s (name, value);
      END;
