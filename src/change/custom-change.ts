import { childOf, childrenOf, type DocumentNode } from '../document/document-node.ts'
import { complaint } from '../errors/dvm-error.ts'
import type { StructuredChange } from '../model/change.ts'
import type { ChangeSource, ChangeType, DumpObject } from './change-type.ts'
import { attribute, checkOnce, checkShape, complain, requireAttribute, textOf } from './read-attributes.ts'

const own = ['class', 'param', 'params']

/**
 * Runs a Java class: it is hashed and described, and never executed. A class that hashes itself (CustomChangeChecksum) is
 * hashed as any other, since nobody loads it. Rule: Liquibase, CustomChangeWrapper.
 */
export const customChange: ChangeType<StructuredChange> = {
  read(node, source) {
    const properties = node.children.filter(
      (child) => child.form === 'entry' && !own.includes(child.name.toLowerCase()),
    )
    checkShape(node, source, ['class'], ['param', 'params', ...properties.map((child) => child.name)])
    checkOnce(node, source, ['class', 'params'])
    const name = requireAttribute(node, 'class', source)
    const param = new Map<string, string>()
    for (const child of childrenOf(childOf(node, 'params') ?? node, 'param')) readParameter(child, source, param)
    for (const child of properties) readProperty(child, source, param)
    return name === null ? null : { kind: 'customChange', place: node.place, fields: { class: name, param } }
  },
  describe: () => 'customChange',
  checksumParts: ({ fields }) => ({ fields: fields as DumpObject, text: null, options: null }),
  toSql: () => [],
  inverse: () => null,
}

function readParameter(node: DocumentNode, source: ChangeSource, found: Map<string, string>): void {
  checkOnce(node, source, ['name', 'value'])
  const name = attribute(node, 'name')
  if (name === null) complain(node, source, 'a param of customChange has no name')
  // Liquibase hashes what has no value as Java prints it.
  else found.set(name, textOf(node) ?? attribute(node, 'value') ?? 'null')
}

/** YAML and JSON may set properties of the class without `param`; which ones it has only the class could tell. */
function readProperty(node: DocumentNode, source: ChangeSource, found: Map<string, string>): void {
  const value = textOf(node)
  if (value === null) return
  found.set(node.name, value)
  const detail = `${node.name} is taken for a property of the class: if it has none, the checksum differs from Liquibase's`
  source.warn(complaint('CHANGELOG_INVALID', { detail }, node.place))
}
