import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { resolveVersion } from '../../src/history/resolve-version.ts'
import type { HistoryEntry } from '../../src/model/history.ts'
import { parseVersion, type Version } from '../../src/model/version.ts'
import { entry, ids } from './entries.ts'

function version(text: string): Version {
  const read = parseVersion(text)
  if (read === null) throw new Error(`the test's own version ${text} cannot be read`)
  return read
}

const history = [
  entry(1, { deploymentId: '100' }),
  entry(2, { deploymentId: '100', tag: 'v1' }),
  entry(3, { deploymentId: '200', tag: 'v2', description: 'tagDatabase' }),
  entry(5, { deploymentId: '200' }),
  entry(6, { deploymentId: '300', tag: 'V3' }),
]

describe('a version of a history', () => {
  test.each([
    ['tag:v1', ['c1', 'c2'], ['c3', 'c5', 'c6']],
    ['tag:V1', ['c1', 'c2'], ['c3', 'c5', 'c6']],
    ['v3', ['c1', 'c2', 'c3', 'c5', 'c6'], []],
    ['id:c3', ['c1', 'c2', 'c3'], ['c5', 'c6']],
    ['id:c3::anna::./db//root.xml', ['c1', 'c2', 'c3'], ['c5', 'c6']],
    ['deployment:200', ['c1', 'c2', 'c3', 'c5'], ['c6']],
    ['order:0', [], ['c1', 'c2', 'c3', 'c5', 'c6']],
    ['order:5', ['c1', 'c2', 'c3', 'c5'], ['c6']],
    ['date:2026-01-01T00:00:03', ['c1', 'c2', 'c3'], ['c5', 'c6']],
    ['date:2026-01-01T00:00:02.999', ['c1', 'c2'], ['c3', 'c5', 'c6']],
    ['date:2025-12-31', [], ['c1', 'c2', 'c3', 'c5', 'c6']],
  ])('%s divides it', (text, at, after) => {
    const point = resolveVersion(history, version(text))
    expect([ids(point.at), ids(point.after)]).toEqual([at, after])
  })

  test('a tagDatabase changeset is undone by a rollback to its tag, and is there after an update to it', () => {
    const undone = resolveVersion(history, version('v2'), { command: 'rollback' })
    const reached = resolveVersion(history, version('v2'), { command: 'update' })
    expect([ids(undone.at), ids(reached.at)]).toEqual([
      ['c1', 'c2'],
      ['c1', 'c2', 'c3'],
    ])
  })

  test('dates go before numbers, as in Liquibase: a clock that was set back moves an entry', () => {
    const moved = [entry(1), entry(2), entry(3, { executedAt: '2026-01-01T00:00:01.500' })]
    expect(ids(resolveVersion(moved, version('order:3')).at)).toEqual(['c1', 'c3'])
  })

  test('a deployment that another one ran between reaches to its own last changeset', () => {
    const mixed = ['1', '2', '1', '2', '2'].map((deploymentId, n) => entry(n + 1, { deploymentId }))
    expect(ids(resolveVersion(mixed, version('deployment:1')).at)).toEqual(['c1', 'c2', 'c3'])
  })

  test.each([
    ['tag:v4', 'the history has no tag:v4; the nearest: tag:v1, tag:v2, tag:V3'],
    ['id:c4', 'the history has no id:c4; the nearest: id:c1, id:c2, id:c3'],
    ['id:c1::emma', 'the history has no id:c1::emma; the nearest: id:c1::anna, id:c2::anna, id:c3::anna'],
    [
      'deployment:201',
      'the history has no deployment:201; the nearest: deployment:200, deployment:100, deployment:300',
    ],
    ['order:4', 'the history has no order:4; the nearest: order:3, order:5, order:2'],
  ])('%s that it does not have is answered with the nearest', (text, message) => {
    expect(() => resolveVersion(history, version(text))).toThrow(message)
  })

  test('a tag on two entries is refused, with both and how to name one', () => {
    const twice = [entry(1, { tag: 'v1' }), entry(2, { tag: 'V1' })]
    expect(() => resolveVersion(twice, version('v1'))).toThrow(
      'tag:v1 stands at 2 changesets of the history: order:1 (db/root.xml::c1::anna), order:2 (db/root.xml::c2::anna) [VERSION_AMBIGUOUS]',
    )
  })

  test('an empty history has nothing to offer', () => {
    expect(() => resolveVersion([], version('v1'))).toThrow(/^the history has no tag:v1 \[VERSION_NOT_FOUND\]$/)
  })
})

const histories = fc
  .array(
    fc.record({
      second: fc.integer({ min: 0, max: 20 }),
      deployment: fc.integer({ min: 1, max: 4 }),
      tagged: fc.boolean(),
      tagDatabase: fc.boolean(),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .map((rows) =>
    rows.map(({ second, deployment, tagged, tagDatabase }, n) =>
      entry(n + 1, {
        executedAt: `2026-01-01T00:00:${String(second).padStart(2, '0')}.000`,
        deploymentId: String(deployment),
        tag: tagged ? `t${n + 1}` : null,
        description: tagDatabase ? 'tagDatabase' : 'sql',
      }),
    ),
  )

function versionsOf(entries: readonly HistoryEntry[]): Version[] {
  return entries.flatMap(({ key, order, deploymentId, tag, executedAt }) => [
    { kind: 'id' as const, ...key },
    { kind: 'order' as const, order },
    { kind: 'deployment' as const, deployment: deploymentId ?? '' },
    { kind: 'date' as const, date: executedAt },
    ...(tag === null ? [] : [{ kind: 'tag' as const, tag }]),
  ])
}

describe('of any history and any two versions of it', () => {
  const pairs = histories.chain((entries) => {
    const one = fc.constantFrom(...versionsOf(entries), { kind: 'order' as const, order: 0 })
    return fc.tuple(fc.constant(entries), one, one, fc.constantFrom('rollback' as const, 'update' as const))
  })

  test('what ran there and what ran afterwards is the whole history, each once, and one contains the other', () => {
    fc.assert(
      fc.property(pairs, ([entries, first, second, command]) => {
        const [one, other] = [first, second].map((each) => resolveVersion(entries, each, { command }))
        if (one === undefined || other === undefined) throw new Error('two were asked for')
        const whole = [...one.at, ...one.after]
        expect(whole).toHaveLength(entries.length)
        expect(new Set(whole)).toEqual(new Set(entries))
        const [shorter, longer] = one.at.length <= other.at.length ? [one, other] : [other, one]
        expect(longer.at.slice(0, shorter.at.length)).toEqual(shorter.at)
      }),
      { numRuns: 300 },
    )
  })
})
