import { describe, expect, it } from 'vitest'
import { classifyStatement } from '../../src/sql/classify-statement.ts'
import { scanStatements } from '../../src/sql/scan-statements.ts'

function classify(sql: string): ReturnType<typeof classifyStatement> {
  const [statement] = scanStatements([sql])
  if (statement === undefined) throw new Error('no statement')
  return classifyStatement(statement)
}

describe('classifyStatement', () => {
  it.each(['BEGIN', 'begin work', 'start transaction isolation level serializable', 'COMMIT', 'end', 'commit work'])(
    'takes %s for a bracket that the package makes itself',
    (sql) => {
      expect(classify(sql).kind).toBe('transaction-bracket')
    },
  )

  it.each([
    'rollback',
    'ROLLBACK TO a',
    'abort',
    'savepoint a',
    'release a',
    'prepare transaction $$x$$',
    'copy t from stdin',
    'COPY (select 1) TO STDOUT',
    'discard all',
    'commit and chain',
  ])('refuses %s', (sql) => {
    expect(classify(sql).kind).toBe('impossible')
  })

  it.each([
    ['create index concurrently i on t (a)', 'create index concurrently IF NOT EXISTS i on t (a)'],
    [
      'CREATE UNIQUE INDEX CONCURRENTLY "I x" ON s.t (a)',
      'CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "I x" ON s.t (a)',
    ],
    ['create index concurrently if not exists i on t (a)', 'create index concurrently if not exists i on t (a)'],
    ['drop index concurrently i', 'drop index concurrently IF EXISTS i'],
    ['vacuum analyze t', 'vacuum analyze t'],
    ['reindex table concurrently t', 'reindex table concurrently t'],
  ])('makes %s safe to send again', (sql, again) => {
    const found = classify(sql)
    expect(found.kind === 'outside' ? found.repeatable?.text : found.kind).toBe(again)
  })

  it.each([
    'create index concurrently on t (a)',
    'create database d',
    'drop subscription s',
    'create tablespace x location $$/x$$',
  ])('knows that %s cannot be made safe', (sql) => {
    expect(classify(sql)).toMatchObject({ kind: 'outside', repeatable: null })
  })

  it('remembers which invalid index to drop first', () => {
    expect(classify('create index concurrently "I" on only S.T (a)')).toMatchObject({
      repeatable: { invalidIndex: { index: 'I', table: '"s"."t"' }, object: 'I' },
    })
  })

  it.each([
    'create index i on t (a)',
    'copy t from $$/srv/x$$',
    'prepare q as select 1',
    'reindex table t',
    'alter type e rename value $$a$$ to $$b$$',
    'insert into t values (1)',
    'begin_work()',
  ])('leaves %s alone', (sql) => {
    expect(classify(sql).kind).toBe('plain')
  })

  it('marks a new enum value: it is usable only after a commit', () => {
    expect(classify(`ALTER TYPE mood ADD VALUE 'ok'`).kind).toBe('adds-enum-value')
  })
})
