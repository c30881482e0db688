import {
  type CatalogQuery,
  comment,
  facts,
  GIVEN,
  ofNoExtension,
  ofNothing,
  owner,
  privileges,
  yesIf,
} from './catalog-query.ts'

const OWN_FACTS = {
  comment: comment('pg_proc', 'p.oid'),
  owner: owner('p.proowner'),
  privileges: privileges('p.proacl', 'f', 'p.proowner'),
}

/** Functions and procedures. The name has the types of the arguments only: another name for one is a change. */
export const routines: CatalogQuery = {
  reads: 'functions and procedures',
  text: () => `${GIVEN} SELECT CASE p.prokind WHEN 'p' THEN 'procedure' ELSE 'function' END AS kind,
    p.oid::regprocedure::text AS name, NULL AS of_kind, NULL AS of_name, NULL::int AS position,
    ${facts({ definition: 'pg_get_functiondef(p.oid)', ...OWN_FACTS })}
    FROM pg_proc p JOIN ns ON ns.oid = p.pronamespace
    WHERE p.prokind IN ('f', 'p', 'w') AND ${ofNoExtension('pg_proc', 'p.oid')}
      AND ${ofNothing('pg_proc', 'p.oid')}`,
}

function fn(column: string): string {
  return `CASE WHEN ${column}::oid <> 0 THEN ${column}::regprocedure END`
}

export const aggregates: CatalogQuery = {
  reads: 'aggregates',
  text: () => `${GIVEN} SELECT 'aggregate' AS kind, p.oid::regprocedure::text AS name,
    NULL AS of_kind, NULL AS of_name, NULL::int AS position,
    ${facts({
      arguments: 'pg_get_function_arguments(p.oid)',
      result: 'format_type(p.prorettype, NULL)',
      form: `CASE a.aggkind WHEN 'o' THEN 'ordered-set' WHEN 'h' THEN 'hypothetical-set' END`,
      'transition function': fn('a.aggtransfn'),
      'state type': 'format_type(a.aggtranstype, NULL)',
      'state size': 'nullif(a.aggtransspace, 0)',
      'initial state': 'a.agginitval',
      'final function': fn('a.aggfinalfn'),
      'final function modes': `CASE WHEN a.aggfinalextra OR a.aggfinalmodify <> 'r' THEN concat(a.aggfinalextra, ' ', a.aggfinalmodify) END`,
      'combine function': fn('a.aggcombinefn'),
      'serial function': fn('a.aggserialfn'),
      'deserial function': fn('a.aggdeserialfn'),
      'moving transition function': fn('a.aggmtransfn'),
      'moving inverse function': fn('a.aggminvtransfn'),
      'moving final function': fn('a.aggmfinalfn'),
      'moving final function modes': `CASE WHEN a.aggmfinalextra OR a.aggmfinalmodify <> 'r' THEN concat(a.aggmfinalextra, ' ', a.aggmfinalmodify) END`,
      'moving state size': 'nullif(a.aggmtransspace, 0)',
      'moving state type': `CASE WHEN a.aggmtranstype <> 0 THEN format_type(a.aggmtranstype, NULL) END`,
      'moving initial state': 'a.aggminitval',
      'sort operator': `CASE WHEN a.aggsortop <> 0 THEN a.aggsortop::regoperator END`,
      parallel: `CASE p.proparallel WHEN 's' THEN 'safe' WHEN 'r' THEN 'restricted' END`,
      ...OWN_FACTS,
    })}
    FROM pg_proc p JOIN ns ON ns.oid = p.pronamespace JOIN pg_aggregate a ON a.aggfnoid = p.oid
    WHERE ${ofNoExtension('pg_proc', 'p.oid')}`,
}

/** An operator that was only mentioned, as another's commutator, is none yet. */
export const operators: CatalogQuery = {
  reads: 'operators',
  text: () => `${GIVEN} SELECT 'operator' AS kind, o.oid::regoperator::text AS name,
    NULL AS of_kind, NULL AS of_name, NULL::int AS position,
    ${facts({
      function: 'o.oprcode::regprocedure',
      result: 'format_type(o.oprresult, NULL)',
      commutator: `CASE WHEN o.oprcom <> 0 THEN o.oprcom::regoperator END`,
      negator: `CASE WHEN o.oprnegate <> 0 THEN o.oprnegate::regoperator END`,
      restrict: fn('o.oprrest'),
      join: fn('o.oprjoin'),
      hashes: yesIf('o.oprcanhash'),
      merges: yesIf('o.oprcanmerge'),
      comment: comment('pg_operator', 'o.oid'),
      owner: owner('o.oprowner'),
    })}
    FROM pg_operator o JOIN ns ON ns.oid = o.oprnamespace
    WHERE o.oprcode::oid <> 0 AND ${ofNoExtension('pg_operator', 'o.oid')}`,
}

const FAMILY_MEMBERS = `(SELECT string_agg(line, E'\\n' ORDER BY line COLLATE "C") FROM (
    SELECT concat('operator ', m.amopstrategy, ' ', m.amopopr::regoperator) FROM pg_amop m WHERE m.amopfamily = f.oid
    UNION ALL SELECT concat('function ', m.amprocnum, ' (', format_type(m.amproclefttype, NULL), ', ',
      format_type(m.amprocrighttype, NULL), ') ', m.amproc::regprocedure)
    FROM pg_amproc m WHERE m.amprocfamily = f.oid) AS each (line))`

export const operatorFamilies: CatalogQuery = {
  reads: 'operator families',
  text: () => `${GIVEN} SELECT 'operator-family' AS kind,
    ns.q || '.' || quote_ident(f.opfname) || ' using ' || m.amname AS name,
    NULL AS of_kind, NULL AS of_name, NULL::int AS position,
    ${facts({ members: FAMILY_MEMBERS, comment: comment('pg_opfamily', 'f.oid'), owner: owner('f.opfowner') })}
    FROM pg_opfamily f JOIN ns ON ns.oid = f.opfnamespace JOIN pg_am m ON m.oid = f.opfmethod
    WHERE ${ofNoExtension('pg_opfamily', 'f.oid')}`,
}

export const operatorClasses: CatalogQuery = {
  reads: 'operator classes',
  text: () => `${GIVEN} SELECT 'operator-class' AS kind,
    ns.q || '.' || quote_ident(c.opcname) || ' using ' || m.amname AS name,
    NULL AS of_kind, NULL AS of_name, NULL::int AS position,
    ${facts({
      for: 'format_type(c.opcintype, NULL)',
      default: yesIf('c.opcdefault'),
      family: `(SELECT quote_ident(n.nspname) || '.' || quote_ident(f.opfname) FROM pg_opfamily f
        JOIN pg_namespace n ON n.oid = f.opfnamespace WHERE f.oid = c.opcfamily)`,
      stores: `CASE WHEN c.opckeytype <> 0 THEN format_type(c.opckeytype, NULL) END`,
      comment: comment('pg_opclass', 'c.oid'),
      owner: owner('c.opcowner'),
    })}
    FROM pg_opclass c JOIN ns ON ns.oid = c.opcnamespace JOIN pg_am m ON m.oid = c.opcmethod
    WHERE ${ofNoExtension('pg_opclass', 'c.oid')}`,
}
