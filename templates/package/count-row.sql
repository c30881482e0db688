    PERFORM pg_catalog.set_config('dvm.order', ({{sql order}})::text, false),
            pg_catalog.set_config('dvm.sum', (pg_catalog.current_setting('dvm.sum')::numeric + ('x' || pg_catalog.substr(pg_catalog.md5({{literal checksum}}), 1, 12))::bit(48)::bigint)::text, false);
