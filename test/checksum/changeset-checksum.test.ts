import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checksumOf } from '../../src/checksum/changeset-checksum.ts'
import { dumpFields } from '../../src/checksum/dump-fields.ts'
import { md5 } from '../../src/kit/digest.ts'
import { type Body, heldBody } from '../../src/model/body.ts'
import type { Change } from '../../src/model/change.ts'
import { changesetWith } from '../change/changeset-with.ts'

const place = { file: 'a.sql', line: 1, column: 1 }
const options = { splitStatements: true, stripComments: false, endDelimiter: null }

function sql(text: string, dbms: string | null = null): Change {
  return { kind: 'sql', place, body: heldBody(text), dbms, ...options }
}

function sum(changes: Change[], version: 8 | 9 = 9, read: (body: Body) => Iterable<string> = whole): string {
  return checksumOf(changesetWith({ changes }), version, read)
}

function whole(body: Body): string[] {
  return body.kind === 'held' ? [body.text] : []
}

describe('version 9', () => {
  test('a changeset without changes is the hash of nothing', () => {
    expect(sum([])).toBe('9:d41d8cd98f00b204e9800998ecf8427e')
  })

  test('SQL is hashed without white space, also inside literals', () => {
    expect(sum([sql("select 'a b'\r\n,\t1")])).toBe(`9:${md5(`9:${md5("select'ab',1")}:`)}`)
    expect(sum([sql("select 'ab', 1")])).toBe(sum([sql("select 'a b',1")]))
  })

  test('a change for other databases is left out', () => {
    expect(sum([sql('x', 'mysql'), sql('y', 'postgresql, h2')])).toBe(sum([sql('y')]))
  })

  test('letter case and comments count', () => {
    expect(sum([sql('select 1')])).not.toBe(sum([sql('SELECT 1')]))
    expect(sum([sql('select 1')])).not.toBe(sum([sql('select 1 --')]))
  })
})

describe('version 8', () => {
  test('runs of white space are one blank and the splitting options stand in front', () => {
    expect(sum([sql(' select \n 1\t')], 8)).toBe(`8:${md5(`8:${md5('null:true:false:select 1')}:`)}`)
  })

  test('changes for other databases count', () => {
    expect(sum([sql('x', 'mysql')], 8)).not.toBe(sum([], 8))
  })
})

test('the pieces in which a body is read do not matter', () => {
  const letters = fc.constantFrom('a', ' ', '\n', '\r', '\t', 'é', '🙂', '-')
  const text = fc.array(letters, { maxLength: 30 }).map((all) => all.join(''))
  fc.assert(
    fc.property(fc.array(text, { maxLength: 6 }), (pieces) => {
      for (const version of [8, 9] as const) {
        expect(sum([sql('')], version, () => pieces)).toBe(sum([sql('')], version, () => [pieces.join('')]))
      }
    }),
  )
})

test('the dump of a change is sorted, indented, and has LF line ends', () => {
  expect(dumpFields('createView', { viewName: 'v', a: null, replaceIfExists: true, remarks: 'x\r\ny' })).toBe(
    'createView:[\n    remarks="x\ny"\n    replaceIfExists="true"\n    viewName="v"\n]',
  )
  expect(dumpFields('empty', {})).toBe('empty:[]')
})
