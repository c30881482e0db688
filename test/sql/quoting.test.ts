import fc from 'fast-check'
import { describe, expect, inject, it } from 'vitest'
import { commentText, dollarQuoted, identifier, literal } from '../../src/sql/sql.ts'
import { query } from '../support/database.ts'

const awkward = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 30 }).filter((text) => !text.includes('\0')),
  fc
    .array(fc.constantFrom("'", '"', '\\', '$', '$dvm$', '$q', '$q$', '--', '*/', '\n', ':x', 'é', '😀', ';'), {
      maxLength: 8,
    })
    .map((atoms) => atoms.join('')),
)

describe('quoting, judged by the server', () => {
  it('a literal, an identifier and a dollar quote arrive as they were, whatever standard_conforming_strings says', async () => {
    const url = inject('pgUrl')
    const samples = fc.sample(awkward, 300)
    for (const setting of ['on', 'off']) {
      const columns = samples.map((text) => `(${literal(text)}, ${dollarQuoted(text, 'q')})`).join(',\n')
      const sql = `set standard_conforming_strings = ${setting}; set escape_string_warning = off; select a, b from (values ${columns}) as v (a, b)`
      const rows = await query<{ a: string; b: string }>(url, sql)
      expect(rows.map((row) => row.a)).toEqual(samples)
      expect(rows.map((row) => row.b)).toEqual(samples)
    }
  })

  it('an identifier names exactly one column', async () => {
    const url = inject('pgUrl')
    const names = [`orders"; DROP TABLE databasechangelog; --`, 'Mixed Case', 'select', 'é', "it's", '$x$', 'a.b']
    for (const name of names) {
      const [row] = await query(url, `select 1 as ${identifier(name)}`)
      expect(row).toEqual({ [name]: 1 })
    }
  })

  it('comment text stays on its line', () => {
    for (const text of ['a\nb', 'a\r\nDROP TABLE x', 'a\u2028b', 'a\u0085b', 'a\0b']) {
      expect(commentText(text)).not.toMatch(/[\u0000-\u001f\u0085\u2028\u2029]/)
    }
  })
})
