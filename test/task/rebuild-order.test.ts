import { describe, expect, it } from 'vitest'
import type { RanChangeset } from '../../src/model/history.ts'
import { inRebuildOrder } from '../../src/task/rebuild-order.ts'
import { read, xml } from '../parse/tree.ts'

/** Ids in the changelog's order; `!` marks what runs always. */
function rebuilt(changelog: string, ...history: readonly string[]): string {
  const changeSets = [...changelog].map((id, index) =>
    id === '!' ? '' : `<changeSet id="${id}" author="me" runAlways="${changelog[index + 1] === '!'}"/>`,
  )
  const { changesets } = read({ 'root.xml': xml(changeSets.join('\n')) })
  const ran = history.flatMap((id, index): RanChangeset[] => {
    const changeset = changesets.find(({ key }) => key.id === id[0])
    if (changeset === undefined) throw new Error(`no changeset ${id}`)
    const entry = {
      key: changeset.key,
      executedAt: '2026-01-01T00:00:00',
      order: index + 1,
      execType: id.endsWith('r') ? 'RERAN' : 'EXECUTED',
      checksum: null,
      description: null,
      comments: null,
      tag: null,
      liquibase: null,
      contexts: null,
      labels: null,
      deploymentId: null,
    }
    return [{ changeset, entry }]
  })
  const standing = { ran, pending: [], drifted: [], missing: [], repeated: [] }
  return inRebuildOrder(standing, changesets)
    .map((item) => item.changeset.key.id)
    .join('')
}

describe('the order of a rebuild', () => {
  it("is the history's where nothing was run again", () => {
    expect(rebuilt('abcd', 'a', 'd', 'b', 'c')).toBe('adbc')
  })

  it('puts what was run again before all that follow it in the changelog', () => {
    expect(rebuilt('abcd', 'b', 'd', 'ar', 'cr')).toBe('abcd')
    expect(rebuilt('abcd', 'd', 'a', 'c', 'br')).toBe('bdac')
  })

  it('takes what runs always for run again, whatever its entry says', () => {
    expect(rebuilt('a!bc', 'b', 'c', 'a')).toBe('abc')
  })

  it('leaves at the end what has nothing behind it', () => {
    expect(rebuilt('abcd', 'b', 'a', 'cr', 'dr')).toBe('bacd')
  })
})
