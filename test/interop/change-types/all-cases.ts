import { addColumnCases } from './add-column-cases.ts'
import { blankCases } from './blank-cases.ts'
import type { ChangeCase } from './change-case.ts'
import { columnCases } from './column-cases.ts'
import { columnDefaultCases } from './column-default-cases.ts'
import { columnTypeCases } from './column-type-cases.ts'
import { createTableCases } from './create-table-cases.ts'
import { dataCases } from './data-cases.ts'
import { defaultCases } from './default-cases.ts'
import { foreignKeyCases } from './foreign-key-cases.ts'
import { keyCases } from './key-cases.ts'
import { loadDataCases } from './load-cases.ts'
import { loadUpdateCases } from './load-update-cases.ts'
import { objectCases } from './object-cases.ts'
import { otherCases } from './other-cases.ts'
import { routineCases } from './routine-cases.ts'
import { tableCases } from './table-cases.ts'

/** Every case of every change type, in the order in which they run. */
export const allCases: readonly ChangeCase[] = [
  // First: where Liquibase is not told the types of a CSV, it reads the whole schema for them, the longer the later.
  ...loadDataCases,
  ...loadUpdateCases,
  ...createTableCases,
  ...columnTypeCases,
  ...columnDefaultCases,
  ...tableCases,
  ...addColumnCases,
  ...columnCases,
  ...defaultCases,
  ...keyCases,
  ...foreignKeyCases,
  ...objectCases,
  ...routineCases,
  ...dataCases,
  ...otherCases,
  ...blankCases,
]
