import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { dvm } from '../support/dvm.ts'
import { quirk, quirksPath, wasDeployed } from './quirks.ts'
import { refusedQuirks } from './quirks-refused.ts'
import { dvmOptions } from './stage.ts'

const folder = mkdtempSync(join(tmpdir(), 'dvm-refused-'))
afterAll(() => rmSync(folder, { recursive: true }))

describe('a changelog that cannot be packaged', () => {
  for (const [name, { code, places }] of Object.entries(refusedQuirks)) {
    it(`${name} is refused with ${code}, as by Liquibase`, async () => {
      expect(wasDeployed(name)).toBe(false)
      const out = join(folder, `${name}.sql`)
      const result = await dvm(['package', 'sql', ...dvmOptions(quirk(name)), '--kind', 'offline', '--out', out])
      expect(result).toMatchObject({ code: 2, stderr: expect.stringContaining(code) })
      for (const place of places) expect(result.stderr).toContain(place)
      expect(existsSync(out)).toBe(false)
    })
  }
})

describe('forty-five spellings of one statement', () => {
  it('have the checksums that Liquibase gave them', async () => {
    const result = await dvm([
      'checksums',
      '--changelog',
      'cv/master.xml',
      '--search-path',
      quirksPath,
      '--format',
      'tsv',
    ])
    expect(result).toMatchObject({ code: 0 })
    const printed = new Map(
      result.stdout.split('\n').map((line) => [line.split('\t').slice(0, 3).join(' '), line.split('\t')[3]]),
    )
    const given = rowsOf('checksum-variants')
    expect(given).toHaveLength(45)
    const wrong = given.filter(
      (row) => printed.get(`${row['filename']} ${row['id']} ${row['author']}`) !== row['md5sum'],
    )
    expect(wrong).toEqual([])
  })
})

function rowsOf(name: string): readonly Record<string, string>[] {
  const file = new URL(`quirks/answers/${name}/databasechangelog.tsv`, import.meta.url)
  const [head = '', ...lines] = readFileSync(file, 'utf8').trimEnd().split('\n')
  const columns = head.split('\t')
  return lines.map((line) => Object.fromEntries(line.split('\t').map((value, n) => [columns[n] ?? '', value])))
}
