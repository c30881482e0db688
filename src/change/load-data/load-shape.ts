import type { DocumentNode } from '../../document/document-node.ts'
import { DvmError } from '../../errors/dvm-error.ts'
import type { ChangeSource, DataFile } from '../change-type.ts'
import { columns } from '../column.ts'
import { attribute, flag } from '../read-attributes.ts'
import { sizeOf } from '../row/data-file.ts'
import { areLarge, type DataFiles, derived } from '../row/file-fields.ts'
import { bool, required, text, type ValuesOf } from '../shape.ts'
import { furtherFields, type LoadConfig, loadColumns, UnnamedColumn } from './load-column.ts'
import { readLoadFile } from './load-file.ts'
import { NotADate } from './now-expression.ts'
import { readCell, UnloadableValue } from './read-cell.ts'

const columnList = columns('empty', furtherFields)

/** The fields of loadData; `data` and `files` are found by what the others say. */
export const loadShape = {
  catalogName: text(),
  schemaName: text(),
  tableName: required(text()),
  file: required(text()),
  relativeToChangelogFile: bool(),
  encoding: text(),
  separator: text(),
  quotchar: text(),
  commentLineStartsWith: text(),
  usePreparedStatements: bool(),
  columns: columnList,
  data: derived(findData),
  files: derived(findFiles),
}

export type Load = ValuesOf<typeof loadShape>

function findData(node: DocumentNode, source: ChangeSource): DataFile | null {
  const path = attribute(node, 'file')
  return path === null ? null : source.find(node, path, flag(node, 'relativeToChangelogFile') === true)
}

/**
 * The files that rows of the data name, where a column is of type BLOB or CLOB. What else is wrong with the rows is told when
 * they are loaded.
 */
function findFiles(node: DocumentNode, source: ChangeSource): DataFiles {
  const files = new Map<string, DataFile>()
  const silent = { ...source, complain: () => undefined, warn: () => undefined }
  const configs = columnList.read(node, 'columns', silent) ?? []
  if (!configs.some(({ type }) => /^[bc]lob$/i.test(type ?? ''))) return files
  const data = findData(node, silent)
  for (const path of data === null ? [] : filesNamed(node, data, configs, source)) {
    const file = files.has(path) ? null : source.find(node, path, true, 'run')
    if (file !== null) files.set(path, file)
  }
  return files
}

function* filesNamed(
  node: DocumentNode,
  data: DataFile,
  configs: readonly LoadConfig[],
  source: ChangeSource,
): Generator<string> {
  const written = (name: string) => attribute(node, name)
  const options = {
    encoding: written('encoding'),
    separator: written('separator'),
    quotchar: written('quotchar'),
    commentLineStartsWith: written('commentLineStartsWith'),
  }
  const rows = readLoadFile(data, options, source.readBytes, () => undefined)
  try {
    const header = rows.next()
    if (header.done === true) return
    const found = loadColumns(header.value.values, configs)
    for (const { values } of rows) {
      for (const [index, column] of found.entries()) {
        if (column?.type !== 'BLOB' && column?.type !== 'CLOB') continue
        const path = fileOf(column, values[index] ?? '')
        if (path !== null) yield path
      }
    }
  } catch (error) {
    if (!(error instanceof DvmError) && !(error instanceof UnnamedColumn)) throw error
  }
}

function fileOf(column: Parameters<typeof readCell>[0], text: string): string | null {
  try {
    const cell = readCell(column, text, null)
    return cell.kind === 'value' ? (cell.file?.path ?? null) : null
  } catch (error) {
    if (error instanceof UnloadableValue || error instanceof NotADate) return null
    throw error
  }
}

/** Whether the rows, or the files they name, are too much to be held as SQL. */
export function isLargeLoad({ data, files }: Load): boolean {
  return areLarge(files) || (data !== null && sizeOf(data) > LARGE)
}

const LARGE = 8 << 20
