import { item } from '../../support/changelog-document.ts'
import { casesOf, inEachStrategy } from './change-case.ts'

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1')

const createViewCases = casesOf('createView', {
  minimal: { changes: item('createView', { viewName: 'vw_minimal' }, 'select 1 as a') },
  'every attribute': {
    setup: 'create view other.vw_every as select 1 as a',
    changes: item(
      'createView',
      {
        catalogName: 'x',
        schemaName: 'other',
        viewName: 'vw_every',
        replaceIfExists: true,
        fullDefinition: false,
        remarks: "it's a view",
      },
      'select 2 as a',
    ),
    undoable: false,
  },
  'the whole statement': {
    changes: item(
      'createView',
      { viewName: 'vw_whole', fullDefinition: true },
      'create view vw_whole (one, two) as\n  select 1, 2 -- with a comment\n  where true',
    ),
  },
  'the whole statement, replaced': {
    setup: 'create view vw_whole_replaced as select 1 as a',
    changes: item(
      'createView',
      { viewName: 'vw_whole_replaced', fullDefinition: true, replaceIfExists: true, schemaName: 'public' },
      'create view vw_whole_replaced as select 5 as a',
    ),
    undoable: false,
  },
  'replaced where there is none': {
    changes: item('createView', { viewName: 'vw_new', replaceIfExists: true }, 'select 1 as a'),
    undoable: false,
  },
  'a semicolon at the end': { changes: item('createView', { viewName: 'vw_semicolon' }, 'select 1 as a;\n') },
  'comments and odd text': {
    changes: item(
      'createView',
      { viewName: 'vw_odd' },
      `select 'a;b--c' as "Odd ""name""", /* kept? */ 'it''s' as b -- end`,
    ),
  },
  'from a file': {
    changes: item('createView', { viewName: 'vw_file', path: 'views/file.sql' }),
    files: { 'views/file.sql': "select 'from a file →' as a\n" },
  },
  'from a file by its side, in another encoding': {
    changes: item('createView', {
      viewName: 'vw_latin',
      path: 'views/latin.sql',
      relativeToChangelogFile: true,
      encoding: 'ISO-8859-1',
    }),
    files: { 'views/latin.sql': latin1("select 'größe' as a") },
  },
  ...inEachStrategy('odd names', (prefix) => ({
    changes: item('createView', { viewName: `${prefix}Vw Odd`, remarks: 'odd' }, 'select 1 as a'),
  })),
})

const otherViewCases = [
  ...casesOf('dropView', {
    minimal: { setup: 'create view xv_minimal as select 1', changes: item('dropView', { viewName: 'xv_minimal' }) },
    'every attribute': {
      setup: 'create view other.xv_every as select 1',
      changes: item('dropView', { catalogName: 'x', schemaName: 'other', viewName: 'xv_every', ifExists: true }),
    },
    'that is not there': { changes: item('dropView', { viewName: 'xv_none' }), fails: true },
    'if it exists': { changes: item('dropView', { viewName: 'xv_maybe', ifExists: true }) },
    ...inEachStrategy('odd names', (prefix) => ({
      changes: [
        item('createView', { viewName: `${prefix}Xv Odd` }, 'select 1 as a'),
        item('dropView', { viewName: `${prefix}Xv Odd` }),
      ],
    })),
  }),
  ...casesOf('renameView', {
    minimal: {
      setup: 'create view rv_minimal as select 1 as a',
      changes: item('renameView', { oldViewName: 'rv_minimal', newViewName: 'rv_renamed' }),
    },
    'every attribute': {
      setup: 'create view other.rv_every as select 1 as a',
      changes: item('renameView', {
        catalogName: 'x',
        schemaName: 'other',
        oldViewName: 'rv_every',
        newViewName: 'rv_every_renamed',
      }),
      // Liquibase forgets the schema on the way back.
      undoable: false,
    },
    ...inEachStrategy('odd names', (prefix) => ({
      changes: [
        item('createView', { viewName: `${prefix}Rv Odd` }, 'select 1 as a'),
        item('renameView', { oldViewName: `${prefix}Rv Odd`, newViewName: `${prefix}Rv New` }),
      ],
    })),
  }),
]

const body = (name: string, result: string) =>
  `create function ${name}() returns text language plpgsql as $$\nbegin\n  -- a comment; kept\n  return '${result}';\nend;\n$$`

const procedureCases = [
  ...casesOf('createProcedure', {
    minimal: { changes: item('createProcedure', {}, body('fn_minimal', 'x')) },
    'every attribute': {
      changes: item(
        'createProcedure',
        {
          catalogName: 'x',
          schemaName: 'other',
          procedureName: 'fn_every',
          dbms: 'postgresql, oracle',
        },
        item('comment', {}, 'a comment of the change'),
        body('fn_every', 'it is'),
      ),
    },
    'for another database': {
      changes: item('createProcedure', { procedureName: 'fn_oracle', dbms: 'oracle' }, body('fn_oracle', 'x')),
    },
    'a procedure': {
      changes: item(
        'createProcedure',
        { procedureName: 'pr_real' },
        `create or replace procedure pr_real(a int)\nlanguage sql\nas 'select a;';`,
      ),
    },
    'from a file': {
      changes: item('createProcedure', { procedureName: 'fn_file', path: 'routines/file.sql' }),
      files: { 'routines/file.sql': `${body('fn_file', 'from a file →')};\n` },
    },
    'from a file by its side, in another encoding': {
      changes: item('createProcedure', {
        path: 'routines/latin.sql',
        relativeToChangelogFile: true,
        encoding: 'ISO-8859-1',
      }),
      files: { 'routines/latin.sql': latin1(body('fn_latin', 'größe')) },
    },
  }),
  ...casesOf('dropProcedure', {
    minimal: {
      setup: "create procedure xp_minimal() language sql as ''",
      changes: item('dropProcedure', { procedureName: 'xp_minimal' }),
    },
    'every attribute': {
      setup: "create procedure other.xp_every() language sql as ''",
      changes: item('dropProcedure', { catalogName: 'x', schemaName: 'other', procedureName: 'xp_every' }),
    },
    'with its arguments': {
      setup: "create procedure xp_arguments(a int) language sql as ''",
      changes: item('dropProcedure', { procedureName: 'xp_arguments(int)' }),
      fails: true,
    },
    ...inEachStrategy('odd names', (prefix) => ({
      changes: [
        item('sql', {}, `create procedure "${prefix}Xp"() language sql as ''`),
        item('sql', {}, `create procedure ${prefix}Xp() language sql as ''`),
        item('dropProcedure', { procedureName: `${prefix}Xp` }),
      ],
    })),
  }),
]

export const routineCases = [...createViewCases, ...otherViewCases, ...procedureCases]
