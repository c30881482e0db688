import { item } from '../../support/changelog-document.ts'
import { casesOf } from './change-case.ts'
import { customClass } from './custom-class.ts'

const sqlCases = [
  ...casesOf('sql', {
    minimal: { changes: item('sql', {}, 'create table rq_minimal (id int)') },
    'every attribute': {
      changes: item(
        'sql',
        { dbms: 'postgresql', endDelimiter: '//', splitStatements: true, stripComments: true },
        'create table rq_every (id int) -- stripped\n// insert into rq_every values (1) //',
        item('comment', {}, 'a comment of the change'),
      ),
    },
    'for another database': { changes: item('sql', { dbms: 'oracle' }, 'create nonsense') },
    'not split': {
      changes: item(
        'sql',
        { splitStatements: false },
        'create function rq_function() returns int language plpgsql as $$ begin return 1; end; $$;\n-- kept\n',
      ),
    },
    'comments kept': {
      changes: item('sql', { stripComments: false }, '/* before */ create table rq_kept (id int); -- after'),
    },
    'odd characters': {
      changes: item('sql', {}, `create table rq_odd (a text default '<&">;''"é漢'); insert into rq_odd values ('a;b')`),
    },
    'several in one changeset': {
      changes: [
        item('sql', {}, 'create table rq_one (id int)'),
        item('empty'),
        item('sql', {}, 'create table rq_two (id int); create table rq_three (id int);'),
      ],
    },
  }),
  ...casesOf('sqlFile', {
    minimal: {
      changes: item('sqlFile', { path: 'sql/minimal.sql' }),
      files: { 'sql/minimal.sql': 'create table sf_minimal (id int);\ninsert into sf_minimal values (1);\n' },
    },
    'every attribute': {
      changes: item('sqlFile', {
        path: 'sql/every.sql',
        relativeToChangelogFile: true,
        dbms: 'postgresql',
        encoding: 'ISO-8859-1',
        endDelimiter: 'GO',
        splitStatements: true,
        stripComments: false,
      }),
      files: {
        'sql/every.sql': Buffer.from(
          "create table sf_every (a text)\nGO\ninsert into sf_every values ('grö;ße') -- kept\nGO\n",
          'latin1',
        ),
      },
    },
  }),
]

const smallCases = [
  ...casesOf('tagDatabase', {
    minimal: { changes: item('tagDatabase', { tag: 'version 1' }) },
    'an odd tag': { changes: item('tagDatabase', { tag: 'it\'s "tagged"; → 漢' }) },
    'a long tag': { changes: item('tagDatabase', { tag: 't'.repeat(200) }) },
  }),
  ...casesOf('empty', { minimal: { changes: item('empty') } }),
  ...casesOf('output', {
    minimal: { changes: item('output', {}, 'a message') },
    'every attribute': { changes: item('output', { target: 'STDOUT' }, "it's a message → 漢\nof two lines") },
    'to the log': { changes: item('output', { target: 'info' }, 'logged') },
    'to standard error': { changes: item('output', { target: 'STDERR' }, 'an error') },
  }),
  ...casesOf('stop', {
    minimal: { changes: item('stop', {}), fails: true },
    'with a message': { changes: item('stop', {}, "it's over"), fails: true },
  }),
  ...casesOf('executeCommand', {
    'for another system': {
      changes: item(
        'executeCommand',
        { executable: 'no-such-program', os: 'No Such System' },
        item('arg', { value: 'a b' }),
      ),
    },
    'every attribute': {
      changes: item(
        'executeCommand',
        { executable: 'true', os: 'Linux, Mac OS X', timeout: '10s' },
        item('arg', { value: '-x' }),
        item('arg', { value: '' }),
      ),
    },
  }),
]

const customCases = casesOf('customChange', {
  minimal: {
    changes: item('customChange', { class: 'NothingChange' }),
    files: { 'NothingChange.class': customClass },
  },
  'with parameters': {
    changes: item(
      'customChange',
      { class: 'NothingChange' },
      item('param', { name: 'first', value: "it's → 漢" }),
      item('param', { name: 'first', value: 'again' }),
    ),
    files: { 'NothingChange.class': customClass },
  },
  'with the value of a parameter as text': {
    changes: item('customChange', { class: 'NothingChange' }, item('param', { name: 'first' }, 'its text')),
    files: { 'NothingChange.class': customClass },
  },
})

const visitorCases = casesOf('sql', {
  'modified by every visitor': {
    changes: item('sql', {}, 'create table rq_modified (a int)'),
    further: [
      item(
        'modifySql',
        { dbms: 'postgresql', applyToRollback: false },
        item('replace', { replace: '(a int)', with: '(b text)' }),
        item('regExpReplace', { replace: '\\bcreate\\s+(table)', with: 'CREATE UNLOGGED $1' }),
        item('prepend', { value: '/* prepended */ ' }),
        item('append', { value: ' with (fillfactor = 70)' }),
      ),
    ],
  },
  'with a comment and preconditions': {
    changes: item('sql', {}, 'create table rq_conditional (a int)'),
    attributes: { context: 'a or !b', labels: 'One, two', dbms: 'postgresql, oracle', runOnChange: true },
    further: [
      item('preConditions', { onFail: 'MARK_RAN' }, item('not', {}, item('tableExists', { tableName: 'rq_none' }))),
      item('comment', {}, 'a comment → of the changeset'),
    ],
  },
  'with a rollback of its own': {
    changes: item('sql', {}, 'create table rq_own (a int)'),
    further: [item('rollback', {}, 'drop table rq_own; create table rq_rolled_back (a int);')],
  },
  'with a rollback of changes': {
    changes: item('sql', {}, 'create table rq_changes (a int)'),
    further: [item('rollback', {}, item('renameTable', { oldTableName: 'rq_changes', newTableName: 'rq_changed' }))],
  },
})

export const otherCases = [...sqlCases, ...visitorCases, ...smallCases, ...customCases]
