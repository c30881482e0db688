import { actionButton, labelFor, option, textElement } from './dom.ts'
import type { Identity, Role } from './session-api.ts'

export type Grant = Identity['grants'][number]

const ROLES: Readonly<Record<Role, string>> = {
  viewer: 'viewer: looks',
  packager: 'packager: and generates packages',
  operator: 'operator: and sees what others do',
  admin: 'admin: and manages users',
}

export interface GrantsEditor {
  set(grants: readonly Grant[]): void
  add(): void
  read(): readonly Grant[]
}

/** Roles of a user, one for each database or for all. */
export function grantsEditor(place: HTMLElement, targets: readonly string[]): GrantsEditor {
  const lines = new Map<HTMLElement, () => Grant>()
  const addLine = (grant: Grant): HTMLSelectElement => {
    const role = document.createElement('select')
    role.append(...Object.entries(ROLES).map(([value, text]) => option(value, text)))
    role.value = grant.role
    const target = document.createElement('select')
    // A role may be there for a database that is registered no more.
    const names = [...new Set(['*', ...targets, grant.target])]
    target.append(...names.map((name) => option(name, name === '*' ? 'all databases' : name)))
    target.value = grant.target
    const line = textElement('p', '', 'grant')
    const remove = actionButton('Take away', () => {
      lines.delete(line)
      line.remove()
    })
    line.append(labelFor('Role', role), labelFor('on', target), remove)
    // The choices are the contract's roles.
    lines.set(line, () => ({ role: role.value as Role, target: target.value }))
    place.append(line)
    return role
  }
  return {
    set: (grants) => {
      lines.clear()
      place.replaceChildren()
      for (const grant of grants) addLine(grant)
    },
    add: () => addLine({ role: 'viewer', target: targets.length === 1 ? '*' : (targets[0] ?? '*') }).focus(),
    read: () => [...lines.values()].map((grantOf) => grantOf()),
  }
}
