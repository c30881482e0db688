import { expect, test } from 'vitest'
import { runTool } from '../../src/database/tool.ts'
import { withFreshDatabase } from '../support/database.ts'
import { toTarget } from '../support/target.ts'

test('psql runs on the target with its input, and needs no password on its command line', () =>
  withFreshDatabase(async (url) => {
    const target = toTarget(url)
    const result = await runTool('psql', target, ['-XAtq', '-f', '-'], 'SELECT current_database()')
    expect(result).toEqual({ code: 0, stdout: `${target.database}\n`, stderr: '' })
  }))

test('a failing program is a result, with its exit code and words', () =>
  withFreshDatabase(async (url) => {
    const result = await runTool('psql', toTarget(url), ['-X', '-v', 'ON_ERROR_STOP=1', '-c', 'SELECT 1/0'])
    expect(result).toMatchObject({ code: 1, stderr: expect.stringContaining('division by zero') })
  }))
