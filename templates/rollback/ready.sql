DECLARE
  dvm_plan text;
  dvm_stands text;
  dvm_strange text;
{{sql declarations}}BEGIN
  IF pg_catalog.current_setting('dvm.step', true) IS DISTINCT FROM {{literal step}} THEN
    RETURN;
  END IF;
  SELECT pg_catalog.format('it stands at order:%s, %s::%s::%s of %s', h.orderexecuted, h.filename, h.id, h.author, pg_catalog.to_char(h.dateexecuted, 'YYYY-MM-DD HH24:MI:SS')) || coalesce(pg_catalog.format(' with tag %s', h.tag), '')
    INTO dvm_stands
    FROM {{sql historyTable}} AS h ORDER BY h.dateexecuted DESC, h.orderexecuted DESC LIMIT 1;
  dvm_stands := coalesce(dvm_stands, 'its history is empty');
  IF pg_catalog.current_setting('dvm.lacks') <> '' THEN
    RAISE EXCEPTION 'this target does not stand where the package begins: it lacks changesets that ran on the source; %', dvm_stands
      USING ERRCODE = '55000', DETAIL = pg_catalog.current_setting('dvm.lacks'),
            HINT = 'Nothing was changed. Build a rollback package for this target.';
  END IF;
  IF pg_catalog.current_setting('dvm.drift') <> '' THEN
    RAISE EXCEPTION 'changesets that the package undoes ran on this target with other contents'
      USING ERRCODE = '55000', DETAIL = pg_catalog.current_setting('dvm.drift'),
            HINT = 'Nothing was changed. Compare the files with what was deployed here.';
  END IF;
  -- What ran after the first of those to be undone, and is none of them, would be left on ground that is taken away.
  WITH dvm_history AS (
    SELECT h.*, h.ctid::text AS place FROM {{sql historyTable}} AS h
  ), dvm_oldest AS (
    SELECT o.dateexecuted, o.orderexecuted
    FROM dvm_history AS o JOIN pg_catalog.unnest(pg_catalog.string_to_array(pg_catalog.current_setting('dvm.undo'), ';')) AS u (place) USING (place)
    ORDER BY o.dateexecuted, o.orderexecuted LIMIT 1
  )
  SELECT pg_catalog.left(pg_catalog.string_agg(pg_catalog.format('%s::%s::%s', s.filename, s.id, s.author), E'\n' ORDER BY s.dateexecuted, s.orderexecuted), 4000)
    INTO dvm_strange
    FROM dvm_history AS s JOIN dvm_oldest AS o ON (s.dateexecuted, s.orderexecuted) > (o.dateexecuted, o.orderexecuted)
    LEFT JOIN pg_catalog.unnest(pg_catalog.string_to_array(pg_catalog.concat_ws(';', pg_catalog.current_setting('dvm.known'), pg_catalog.current_setting('dvm.undo')), ';')) AS k (place) ON k.place = s.place
    WHERE k.place IS NULL AND s.filename <> {{literal internalPath}};
  IF dvm_strange IS NOT NULL THEN
    RAISE EXCEPTION 'this target does not stand where the package begins: it has later changesets, which would be left on removed ground; %', dvm_stands
      USING ERRCODE = '55000', DETAIL = dvm_strange,
            HINT = 'Nothing was changed. Build a rollback package for this target: it undoes them as well.';
  END IF;
  IF pg_catalog.current_setting('dvm.rows') <> '' THEN
    RAISE EXCEPTION 'tables whose data is at stake do not hold the rows that the package expects: %', pg_catalog.current_setting('dvm.rows')
      USING ERRCODE = '55000', HINT = 'Nothing was changed. Look at what has come in, or build the package with other --expect-rows.';
  END IF;
{{sql preconditions}}  dvm_plan := pg_catalog.current_setting('dvm.plan');
  RAISE NOTICE 'package {{sql package}}: % of {{sql count}} changesets to roll back, % not here any more',
    pg_catalog.length(pg_catalog.replace(dvm_plan, '1', '')), pg_catalog.length(pg_catalog.replace(dvm_plan, '0', ''));
  PERFORM pg_catalog.set_config('dvm.step', {{literal next}}, false);
EXCEPTION WHEN OTHERS THEN
  PERFORM pg_catalog.pg_advisory_unlock({{literal lockClass}}, {{literal lockKey}});
  RAISE;
END
