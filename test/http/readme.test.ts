import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { endpointsOf } from '../../src/http/app.ts'
import type { RouteContract } from '../../src/http/contract/route.ts'
import { testApp } from './test-app.ts'

const readme = fileURLToPath(new URL('../../README.md', import.meta.url))
const [BEGIN, END] = ['<!-- operations -->\n', '<!-- /operations -->']

function rowOf({ method, path, at, summary, access, query, body }: RouteContract): string {
  const names = Object.keys(query.shape)
  const members = body === null ? '' : '; a JSON body'
  const takes = names.length === 0 ? '' : `: ${names.map((name) => `\`${name}\``).join(', ')}`
  const whole = `${method.toUpperCase()} ${at === 'root' ? path : `/api/v1${path}`}`
  const who = access === 'public' ? 'anybody' : access === 'signed-in' ? 'signed in' : `\`${access}\``
  return `| \`${whole}\` | ${summary}${takes}${members} | ${who} |`
}

it('the table of operations in README.md is that of the contracts', () => {
  const { parts, dispose } = testApp()
  dispose()
  const rows = endpointsOf(parts).map(({ contract }) => rowOf(contract))
  const table = ['| operation | what, with its query | who |', '| --- | --- | --- |', ...rows, ''].join('\n')
  const text = readFileSync(readme, 'utf8')
  const [from, to] = [text.indexOf(BEGIN) + BEGIN.length, text.indexOf(END)]
  expect(from).toBeGreaterThanOrEqual(BEGIN.length)
  if (process.env['UPDATE_TABLE'] === '1') writeFileSync(readme, text.slice(0, from) + table + text.slice(to))
  else expect(text.slice(from, to), 'UPDATE_TABLE=1 writes it anew').toBe(table)
})
