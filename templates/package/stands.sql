DECLARE
  dvm_lacking integer;
  dvm_others integer := 0;
  dvm_beyond text[] := '{}';
  dvm_stands text;
BEGIN
  IF pg_catalog.current_setting('dvm.step', true) IS DISTINCT FROM {{literal step}} THEN
    RETURN;
  END IF;
  dvm_lacking := pg_catalog.current_setting('dvm.lacking')::integer;
  IF {{literal exact}} THEN
    WITH dvm_history AS (
      SELECT h.id, h.author, h.filename, h.orderexecuted, pg_catalog.row_number() OVER (ORDER BY h.dateexecuted, h.orderexecuted, h.ctid) AS n
      FROM {{sql historyTable}} AS h
    ), dvm_more AS (
      SELECT h.n, pg_catalog.format('has more: %s::%s::%s (order %s)', h.filename, h.id, h.author, h.orderexecuted) AS name
      FROM dvm_history AS h
        JOIN pg_catalog.unnest(pg_catalog.string_to_array(pg_catalog.current_setting('dvm.seen'), NULL)) WITH ORDINALITY AS f (flag, n) ON f.n = h.n
      -- A row that tagged an empty history is no changeset.
      WHERE f.flag = '0' AND NOT (h.author = {{literal internalAuthor}} AND h.filename = {{literal internalPath}})
    )
    SELECT (SELECT pg_catalog.count(*) FROM dvm_more), ARRAY(SELECT m.name FROM dvm_more AS m ORDER BY m.n LIMIT 5) INTO dvm_others, dvm_beyond;
  END IF;
  IF dvm_lacking > 0 OR dvm_others > 0 THEN
    SELECT pg_catalog.format('it stands at order %s (%s::%s::%s, %s)', h.orderexecuted, h.filename, h.id, h.author,
        coalesce('tag ' || h.tag, (SELECT pg_catalog.format('behind tag %s of order %s', t.tag, t.orderexecuted)
          FROM {{sql historyTable}} AS t WHERE t.tag IS NOT NULL ORDER BY t.dateexecuted DESC, t.orderexecuted DESC LIMIT 1), 'no tag'))
      INTO dvm_stands
      FROM {{sql historyTable}} AS h ORDER BY h.dateexecuted DESC, h.orderexecuted DESC LIMIT 1;
    RAISE EXCEPTION 'this target does not stand where the package begins, at %: %, lacks % of the % changesets that ran there, and has % others',
        {{literal start}}, coalesce(dvm_stands, 'nothing has run on it'), dvm_lacking, {{literal required}}, dvm_others
      USING ERRCODE = '55000',
        DETAIL = pg_catalog.concat_ws(E'\n', nullif(pg_catalog.current_setting('dvm.lacks'), ''), CASE WHEN dvm_lacking > 5 THEN pg_catalog.format('lacks: %s more', dvm_lacking - 5) END,
          nullif(pg_catalog.array_to_string(dvm_beyond, E'\n'), ''), CASE WHEN dvm_others > 5 THEN pg_catalog.format('has more: %s more', dvm_others - 5) END),
        HINT = 'Nothing was changed. Build a package from where this target stands' || CASE WHEN dvm_lacking > 0 THEN ', or run the packages before this one first.' ELSE '; built with --allow extra-history it takes a target that has more.' END;
  END IF;
EXCEPTION WHEN OTHERS THEN
  PERFORM pg_catalog.pg_advisory_unlock({{literal lockClass}}, {{literal lockKey}});
  RAISE;
END
