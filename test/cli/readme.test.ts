import { readFileSync } from 'node:fs'
import { PassThrough } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { createProgram } from '../../src/cli/program.ts'
import { givenParts } from './run-main.ts'

const readme = readFileSync(fileURLToPath(new URL('../../README.md', import.meta.url)), 'utf8')
const program = createProgram(givenParts({}, new PassThrough(), new PassThrough()))
const commands = program.commands.flatMap((command) => (command.commands.length > 0 ? command.commands : [command]))

test('README.md names every command', () => {
  for (const command of commands) {
    const parent = command.parent === program ? '' : `${command.parent?.name()} `
    expect(readme).toContain(`| \`dvm ${parent}${command.name()}`)
  }
})

test('README.md names every option of every command, and none that does not exist', () => {
  const known = new Set(commands.flatMap((command) => command.options.map((option) => option.long)))
  // The hints of the error codes name lines of formatted SQL, too.
  const [text = ''] = readme.split('## Error codes')
  const written = new Set(text.match(/(?<=[`\s])--[a-z][a-z-]+/g))
  written.delete('--help')
  expect([...written].sort()).toEqual([...known].sort())
})
