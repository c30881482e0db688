import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { catalog } from '../../src/errors/catalog.ts'

const readme = readFileSync(fileURLToPath(new URL('../../README.md', import.meta.url)), 'utf8')

function section(title: string): string {
  const start = readme.indexOf(`\n## ${title}\n`)
  expect(start, `README.md has a section "${title}"`).toBeGreaterThan(-1)
  const end = readme.indexOf('\n## ', start + 1)
  return readme.slice(start, end === -1 ? undefined : end)
}

describe('README.md and the error catalogue', () => {
  test('have the same codes, exit codes, statuses and hints', () => {
    const written = section('Error codes').match(/^\| `.*$/gm)
    const meant = Object.entries(catalog).map(
      ([code, { exit, status, hint }]) => `| \`${code}\` | ${exit} | ${status} | ${hint.replaceAll('|', '\\|')} |`,
    )
    expect(written).toEqual(meant)
  })

  test('agree on which codes leave the road: every code in the drawing exists', () => {
    const named = [...section('The road').matchAll(/`([A-Z_]{4,})`/g)].map(([, code]) => code)
    expect(named.length).toBeGreaterThan(20)
    expect(named.filter((code) => code === undefined || !(code in catalog))).toEqual([])
  })
})
