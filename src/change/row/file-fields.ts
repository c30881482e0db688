import { childrenOf, type DocumentNode } from '../../document/document-node.ts'
import type { ChangeSource, DataFile } from '../change-type.ts'
import { attribute } from '../read-attributes.ts'
import type { Field } from '../shape.ts'
import { sizeOf } from './data-file.ts'

/** Files by the names under which a change names them. */
export type DataFiles = ReadonlyMap<string, DataFile>

/** A field that is read from what the others say, so that nothing is written under its name and nothing is hashed. */
export function derived<T>(read: (node: DocumentNode, source: ChangeSource) => T | null): Field<T> {
  return {
    required: false,
    names: () => ({ attributes: [], children: [] }),
    read: (node, _own, source) => read(node, source),
    dump: () => null,
  }
}

/**
 * The files of `valueBlobFile` and `valueClobFile` in the columns of a change. They are beside the changelog, whatever the
 * change says otherwise. Rule: ExecutablePreparedStatementBase.getResourceAsStream.
 */
export function valueFiles(): Field<DataFiles> {
  return derived((node, source) => {
    const files = new Map<string, DataFile>()
    for (const column of columnsOf(node)) {
      // A value that is written comes first, and the file is not looked for.
      if (attribute(column, 'value') !== null) continue
      for (const name of ['valueBlobFile', 'valueClobFile']) {
        const path = attribute(column, name)
        const file = path === null || files.has(path) ? null : source.find(column, path, true, 'run')
        if (path !== null && file !== null) files.set(path, file)
      }
    }
    return files
  })
}

function columnsOf(node: DocumentNode): readonly DocumentNode[] {
  const lists = childrenOf(node, 'columns').flatMap((list) => childrenOf(list, 'column'))
  return [...childrenOf(node, 'column'), ...lists]
}

/** Whether files are too much to be held as SQL. */
export function areLarge(files: DataFiles | null): boolean {
  let size = 0
  for (const file of files?.values() ?? []) size += sizeOf(file)
  return size > LARGE
}

const LARGE = 8 << 20
