    PERFORM pg_catalog.set_config('dvm.order', ({{sql order}})::text, false),
            pg_catalog.set_config('dvm.sum', pg_catalog.md5(pg_catalog.current_setting('dvm.sum') || {{literal checksum}}), false);
