import type { SqlContext } from './change-type.ts'
import { isPassedOver, tellTo } from './load-data/forgive.ts'
import { refuseOptions } from './load-data/load-file.ts'
import { openLoad, type Tell } from './load-data/load-rows.ts'
import { isLargeLoad, type Load, loadShape } from './load-data/load-shape.ts'
import { batches, isAsked } from './load-data/loaded-row.ts'
import { askedUpdate, ROWS_OF_UPDATE, updateRow } from './load-data/update-rows.ts'
import { dataParts, drain } from './load-data.ts'
import { type DataFiles, derived } from './row/file-fields.ts'
import { bool, required, text, type ValuesOf } from './shape.ts'
import { type Statement, structured } from './structured.ts'

const shape = {
  ...loadShape,
  /** What names a file is loaded as it stands. */
  files: derived<DataFiles>(() => null),
  primaryKey: required(text()),
  onlyUpdate: bool(),
  /** Of the change that undoes it. */
  undone: derived<boolean>(() => null),
}

const base = structured('loadUpdateData', {
  shape,
  check: refuseOptions,
  *toSql(load, context) {
    if (isPassedOver(context, (quiet, tell) => drain(statements(load, quiet, tell)))) return
    yield* statements(load, context, tellTo(context))
  },
})

/** Rows of a CSV file that update what is there and are inserted where it is not; rolled back, they are deleted. */
export const loadUpdateData: typeof base = {
  ...base,
  isLarge: (change) => isLargeLoad(change.fields as Load),
  checksumParts: (change) => dataParts(change.fields as Load),
  inverse(change) {
    if (change.fields['undone'] === true) return null
    return [{ ...change, fields: { ...change.fields, undone: true } }]
  },
}

function* statements(load: ValuesOf<typeof shape>, context: SqlContext, tell: Tell): Generator<Statement> {
  const open = openLoad(load, context, tell)
  if (open === null) return
  const options = {
    primaryKey: load.primaryKey,
    onlyUpdate: load.onlyUpdate === true,
    undone: load.undone === true,
  }
  const { target } = open
  if (!isAsked(target)) {
    for (const { cells } of open.rows()) yield updateRow(cells, target, options)
    return
  }
  const asked = askedUpdate(target, options)
  yield asked.before
  for (const rows of batches(open.rows(), ROWS_OF_UPDATE)) yield asked.rows(rows.map(({ cells }) => cells))
}
