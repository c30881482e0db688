import { PassThrough } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { formatError, formatErrorJson } from '../../src/cli/print/format-error.ts'
import { paintFor } from '../../src/cli/print/paint.ts'
import { progressBar } from '../../src/cli/print/progress-bar.ts'
import { formatTable } from '../../src/cli/print/table.ts'
import { formatBytes, formatDuration } from '../../src/cli/print/units.ts'
import { visible } from '../../src/cli/print/visible.ts'
import { complaint, DvmError } from '../../src/errors/dvm-error.ts'
import { systemClock } from '../../src/kit/clock.ts'

const plain = paintFor({ terminal: false, wanted: true, noColor: undefined, term: undefined })

describe('a table', () => {
  const columns = [
    { title: 'N', align: 'right' as const },
    { title: 'ID', cut: true },
    { title: 'FILE', cut: true },
  ]
  const rows = [
    ['1', 'first', 'db/a-rather-long-file-name.xml'],
    ['20', 'second', 'b.sql'],
  ]

  test('is aligned and has no blanks at line ends', () => {
    expect(formatTable(columns, rows, { paint: plain, width: null })).toBe(
      ' N  ID      FILE\n 1  first   db/a-rather-long-file-name.xml\n20  second  b.sql\n',
    )
  })

  test('is cut to the terminal, the widest column first', () => {
    const lines = formatTable(columns, rows, { paint: plain, width: 24 }).split('\n')
    expect(Math.max(...lines.map((line) => line.length))).toBe(24)
    expect(lines[1]).toBe(' 1  first   db/a-rather…')
  })

  test('shows control characters instead of obeying them', () => {
    const text = formatTable([{ title: 'ID' }], [['\u001b[2J\r\n\u202eevil\u009b']], { paint: plain, width: null })
    expect(text).toBe('ID\n\\x1b[2J\\r\\n\\u202eevil\\x9b\n')
  })
})

test('visible text of several lines keeps line ends and tabs', () => {
  expect(visible('a\n\tb\u0007\r', 'lines')).toBe('a\n\tb\\x07\\r')
})

describe('an error', () => {
  const place = (line: number) => ({ file: 'db/a.sql', line, column: 3 })
  const error = new DvmError([
    complaint('XML_DOCTYPE', {}, place(1)),
    complaint('NUL_BYTE', {}, place(2), '  ^'),
    complaint('XML_DOCTYPE', {}, place(7)),
  ])

  test('shows every complaint at its place and each hint once', () => {
    expect(formatError(error, plain, [])).toBe(
      [
        'error: db/a.sql:1:3: the changelog has a DOCTYPE [XML_DOCTYPE]',
        'error: db/a.sql:2:3: the file contains a NUL byte [NUL_BYTE]',
        '  ^',
        'hint: PostgreSQL cannot store it; take it out',
        'error: db/a.sql:7:3: the changelog has a DOCTYPE [XML_DOCTYPE]',
        'hint: take the DOCTYPE out; entities are never expanded from it',
        '',
      ].join('\n'),
    )
  })

  test('is one JSON document', () => {
    const { error: body } = JSON.parse(formatErrorJson(error, []))
    expect(body).toMatchObject({ code: 'XML_DOCTYPE', message: 'the changelog has a DOCTYPE' })
    expect(body.complaints).toHaveLength(3)
    expect(body.complaints[1]).toMatchObject({ code: 'NUL_BYTE', place: place(2), detail: '  ^' })
  })

  test('passes the gate for secrets, in both forms', () => {
    const leaky = new DvmError([complaint('DATABASE_REFUSED', { target: 'app@db', reason: 'not with s3cr/et, no' })])
    for (const text of [formatError(leaky, plain, ['s3cr/et']), formatErrorJson(leaky, ['s3cr/et'])]) {
      expect(text).not.toContain('s3cr/et')
      expect(text).toContain('***')
    }
  })
})

describe('colour', () => {
  test.each([
    [{ terminal: true, wanted: true, noColor: undefined, term: 'xterm' }, true],
    [{ terminal: false, wanted: true, noColor: undefined, term: 'xterm' }, false],
    [{ terminal: true, wanted: false, noColor: undefined, term: 'xterm' }, false],
    [{ terminal: true, wanted: true, noColor: '1', term: 'xterm' }, false],
    [{ terminal: true, wanted: true, noColor: '', term: 'xterm' }, true],
    [{ terminal: true, wanted: true, noColor: undefined, term: 'dumb' }, false],
  ])('%j: %s', (options, coloured) => {
    expect(paintFor(options).bad('x') !== 'x').toBe(coloured)
  })
})

describe('the progress bar', () => {
  const progress = { phase: 'apply', done: 1, total: 4, current: 'a.sql::1\n::me' } as const
  function drawn(isTTY: boolean, wanted: boolean): string {
    const stream = Object.assign(new PassThrough(), { isTTY, columns: 60 })
    const bar = progressBar(stream, systemClock, wanted)
    bar.onProgress(progress)
    bar.clear()
    const chunk: unknown = stream.read()
    return Buffer.isBuffer(chunk) ? chunk.toString() : ''
  }

  test('is drawn on a terminal and taken away again', () => {
    expect(drawn(true, true)).toBe(
      `\r\u001b[2Kapplying ${'█'.repeat(6)}${'░'.repeat(18)} 1/4 a.sql::1\\n::me\r\u001b[2K`,
    )
  })

  test('writes nothing elsewhere, nor when it is not wanted', () => {
    expect(drawn(false, true) + drawn(true, false)).toBe('')
  })
})

test('units are readable', () => {
  expect([0, 41.4, 3210, 125_000].map(formatDuration)).toEqual(['0 ms', '41 ms', '3.2 s', '2 min 5 s'])
  expect([1, 999, 1000, 3_100_000, 5e9].map(formatBytes)).toEqual(['1 byte', '999 bytes', '1.0 kB', '3.1 MB', '5.0 GB'])
})
