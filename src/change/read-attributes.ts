import type { XmlElement } from '../document/xml.ts'
import { complaint } from '../errors/dvm-error.ts'
import type { ChangeSource } from './change-type.ts'

/** An attribute as written, or `null`. */
export function attribute(element: XmlElement, name: string): string | null {
  return element.attributes.get(name) ?? null
}

/** An attribute as Java's `Boolean.valueOf` takes it, or `null` where it is not written. */
export function flag(element: XmlElement, name: string): boolean | null {
  const value = element.attributes.get(name)
  return value === undefined ? null : value.toLowerCase() === 'true'
}

/** The attribute, or `null` after a complaint. */
export function requireAttribute(element: XmlElement, name: string, source: ChangeSource): string | null {
  const value = attribute(element, name)
  if (value === null || value === '') complain(element, source, `<${element.name}> has no ${name}`)
  return value === '' ? null : value
}

/** Complains about attributes and children the change type does not have: Liquibase's schema refuses them. */
export function checkShape(
  element: XmlElement,
  source: ChangeSource,
  attributes: readonly string[],
  children: readonly string[] = [],
): void {
  for (const name of element.attributes.keys()) {
    if (!attributes.includes(name)) complain(element, source, `<${element.name}> has no attribute ${name}`)
  }
  for (const child of element.children) {
    if (!children.includes(child.name)) complain(child, source, `<${child.name}> cannot stand in <${element.name}>`)
  }
}

export function complain(element: XmlElement, source: ChangeSource, detail: string): void {
  source.complain(complaint('CHANGELOG_INVALID', { detail }, element.place))
}
