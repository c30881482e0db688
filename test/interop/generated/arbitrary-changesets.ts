import fc from 'fast-check'
import { type Format, type Item, item } from '../../support/changelog-document.ts'
import { type ChangeCase, strategies } from '../change-types/change-case.ts'
import { awkwardText } from './arbitrary-values.ts'
import { chance, type Draw, type Ground, maybe, pick } from './ground.ts'
import { loosen } from './loosen.ts'
import { mutatedCase } from './mutated-case.ts'
import { otherSteps } from './other-changes.ts'
import { createTable, tableSteps } from './table-changes.ts'

/** So many changesets, each on ground of its own; the same ones for the same seed. */
export function arbitraryChangesets(seed: number, count: number, format: Format): readonly ChangeCase[] {
  return fc.sample(fc.gen(), { seed, numRuns: count }).map((g, n) => {
    const draw: Draw = (arbitrary) => g(() => arbitrary)
    return chance(draw, 40) ? mutatedCase(draw, `g${n}_`, format) : changesetOf(draw, `g${n}_`, format)
  })
}

function changesetOf(draw: Draw, prefix: string, format: Format): ChangeCase {
  const ground: Ground = { prefix, draw, tables: [], sequences: [], views: [], files: {} }
  const changes: Item[] = []
  for (let left = draw(fc.integer({ min: 1, max: 4 })); left > 0; left--) {
    if (ground.tables.length === 0) changes.push(createTable(ground))
    changes.push(...[pick(draw, chance(draw, 50) ? tableSteps : otherSteps)(ground)].flat())
  }
  return {
    name: prefix,
    kind: 'generated',
    setup: null,
    changes: format === 'xml' ? changes : changes.map((change) => loosen(draw, change)),
    attributes: attributesOf(draw),
    further: furtherOf(draw),
    files: ground.files,
    fails: null,
    // What a random sequence of changes leaves can seldom be undone, by anyone.
    undoable: false,
    formats: [format],
  }
}

function attributesOf(draw: Draw): ChangeCase['attributes'] {
  return {
    objectQuotingStrategy: maybe(draw, 60, () => draw(fc.constantFrom(...strategies))),
    context: maybe(draw, 20, () => draw(fc.constantFrom('a', 'a, B', '!c', '(a or b) and !c', 'A and b'))),
    labels: maybe(draw, 20, () => draw(fc.constantFrom('one', 'One, two', 'a-b,c'))),
    dbms: maybe(draw, 15, () =>
      draw(fc.constantFrom('postgresql', 'oracle', '!oracle', 'h2, postgresql', '!postgresql', 'all', 'none')),
    ),
    runOnChange: maybe(draw, 10, () => draw(fc.boolean())),
    created: maybe(draw, 5, () => '2024'),
  }
}

function furtherOf(draw: Draw): readonly Item[] {
  const conditions = maybe(draw, 15, () =>
    item(
      'preConditions',
      { onFail: draw(fc.constantFrom('MARK_RAN', 'CONTINUE', 'WARN')) },
      draw(
        fc.constantFrom(
          item('dbms', { type: 'postgresql' }),
          item('dbms', { type: 'oracle' }),
          item('not', {}, item('tableExists', { tableName: 'no_such_table' })),
        ),
      ),
    ),
  )
  const comment = maybe(draw, 20, () => item('comment', {}, `c ${draw(awkwardText)} d`))
  const modify = maybe(draw, 10, () =>
    item(
      'modifySql',
      { dbms: maybe(draw, 30, () => 'postgresql') },
      draw(
        fc.constantFrom(
          item('append', { value: ' ' }),
          item('prepend', { value: '/* x */ ' }),
          item('replace', { replace: 'VARCHAR', with: 'varchar' }),
          item('regExpReplace', { replace: 'INTEGER', with: 'BIGINT' }),
        ),
      ),
    ),
  )
  return [conditions, comment, modify].filter((piece) => piece !== undefined)
}
