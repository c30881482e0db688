import { readdirSync } from 'node:fs'
import { expect } from 'vitest'
import type { Complaint } from '../../src/errors/dvm-error.ts'
import { formatPlace } from '../../src/model/place.ts'
import { dvm } from '../support/dvm.ts'

/**
 * Builds with the command line as users get it. What it refuses leaves no file and no stack trace, and says the same as
 * text and as JSON, each complaint with its hint. Gives `place code` of every complaint.
 */
export async function refused(folder: string, exit: number, ...more: string[]): Promise<string[]> {
  const filesBelow = (): string[] => readdirSync(folder, { recursive: true }).map(String).sort()
  const before = filesBelow()
  const changelog = before.find((name) => /^root\.\w+$/.test(name)) ?? 'root.sql'
  const args = [
    'package',
    'sql',
    '--changelog',
    changelog,
    '--out',
    'package.sql',
    '--manifest',
    'manifest.json',
    ...more,
  ]
  const [text, json] = [await dvm(args, { cwd: folder }), await dvm([...args, '--format', 'json'], { cwd: folder })]
  expect([text.code, json.code, text.stdout, json.stdout]).toEqual([exit, exit, '', ''])
  expect(filesBelow()).toEqual(before)
  expect(text.stderr + json.stderr).not.toMatch(/^\s+at .+[:(]\d+|node:internal|INTERNAL/m)
  const { complaints } = (JSON.parse(json.stderr) as { error: { complaints: Complaint[] } }).error
  const lines = text.stderr.split('\n')
  return complaints.map(({ code, message, place, hint }) => {
    const where = place === null ? '' : `${formatPlace(place)}: `
    expect(lines.some((line) => line.startsWith(`error: ${where}`) && line.endsWith(`[${code}]`))).toBe(true)
    expect([message, hint].every((words) => words.length > 5)).toBe(true)
    expect(lines).toContain(`hint: ${hint}`)
    return `${place === null ? '-' : formatPlace(place)} ${code}`
  })
}
