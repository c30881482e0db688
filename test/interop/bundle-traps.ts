import { item, writeChangelog } from '../support/changelog-document.ts'

const column = (name: string, attributes: Readonly<Record<string, string | number | boolean>>) =>
  item('column', { name, ...attributes })
const changeset = (id: string, attributes: Parameters<typeof item>[1], ...content: Parameters<typeof item>[2][]) =>
  item('changeSet', { id, author: 'eve', ...attributes }, ...content)

const csv = `id,name\n1,one\n2,"two, \\ \${not.defined} \${left.alone} it's"\n# a comment\n3,NULL\n`

/** What one XML file has no words for, or reads otherwise unless it is written with care; in YAML, which says it all. */
export const trapFiles: Readonly<Record<string, string | Buffer>> = {
  'root.yaml': writeChangelog(
    item(
      'databaseChangeLog',
      {},
      item('property', { name: 'known', value: 'expanded' }),
      item('preConditions', { onFail: 'WARN' }, item('dbms', { type: 'postgresql' })),
      changeset('tables', {}, item('sql', {}, 'create table t (id int, name varchar(200), data bytea, note text)')),
      item('include', { file: 'inner/guarded.xml', context: 'a or b', labels: 'outer' }),
      changeset(
        'tag among others',
        {},
        item('tagDatabase', { tag: 'v1' }),
        item('sql', {}, "insert into t (note) values ('tagged')"),
      ),
      changeset('load', { runOnChange: true }, item('loadData', { tableName: 't', file: 'rows.csv' })),
      changeset(
        'load and modify',
        {},
        item('loadData', { tableName: 't', file: 'rows.csv', usePreparedStatements: false }),
        item('sql', {}, "insert into t (note) values ('name')"),
        item('modifySql', {}, item('replace', { replace: "'one'", with: "'ONE'" })),
      ),
      changeset(
        'load or not',
        {},
        item('preConditions', { onFail: 'MARK_RAN' }, item('tableExists', { tableName: 'nowhere' })),
        item('loadData', { tableName: 't', file: 'rows.csv' }),
      ),
      changeset(
        'update',
        {},
        item('loadUpdateData', { tableName: 't', file: 'rows.csv', primaryKey: 'id', separator: ',', quotchar: '"' }),
      ),
      changeset(
        'blob',
        {},
        item(
          'insert',
          { tableName: 't' },
          column('data', { valueBlobFile: 'blob.bin' }),
          column('note', { valueClobFile: 'clob.txt' }),
        ),
      ),
      changeset('file', {}, item('sqlFile', { path: 'with-property.sql', endDelimiter: '\n/' })),
      changeset(
        'awkward',
        {},
        item('comment', {}, `a < b && ]]> "c"\n  second line \\\${known}`),
        item(
          'insert',
          { tableName: 't' },
          column('note', { value: ` blanks \r\n and\ttabs &lt; <b> ]]> \${not.defined} ` }),
        ),
        item('sql', { splitStatements: false }, `insert into t (note) values ('a\r\nb\rc &amp; ]]> \${left.alone}')`),
        item('rollback', {}, item('sql', {}, "delete from t where note like '%<%'")),
      ),
      changeset(
        'nested conditions',
        {},
        item(
          'preConditions',
          { onFail: 'MARK_RAN' },
          item('changeLogPropertyDefined', { property: 'known', value: 'expanded' }),
          item('not', {}, item('changeLogPropertyDefined', { property: 'not.defined' })),
          item('expectedQuotingStrategy', { strategy: 'LEGACY' }),
        ),
        item('sql', {}, "insert into t (note) values ('not here: the root has no strategy')"),
      ),
    ),
    'yaml',
  ),
  'inner/guarded.xml': writeChangelog(
    item(
      'databaseChangeLog',
      { logicalFilePath: 'inner.log' },
      item(
        'preConditions',
        { onFail: 'HALT', onFailMessage: 'a < b' },
        item('or', {}, item('dbms', { type: 'h2' }), item('dbms', { type: 'postgresql' })),
      ),
      changeset(
        'inherits',
        { context: 'b,c', labels: 'inner', runAlways: true },
        item('sql', {}, "insert into t (note) values ('inherits')"),
      ),
    ),
    'xml',
  ),
  'rows.csv': csv,
  'blob.bin': Buffer.from([0, 1, 2, 0xff]),
  'clob.txt': `a clob with \${known} ]]>\n`,
  'with-property.sql': `insert into t (note) values ('\${known} \${left.alone}')\n/\ninsert into t (note) values ('$\${x}')\n/\n`,
}
