import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { RebuildCase } from './prove-rebuild.ts'

const root = new URL('quirks/', import.meta.url)

interface QuirkItem {
  readonly name: string
  readonly root: string
  readonly contexts?: string
  readonly parameters?: Readonly<Record<string, string>>
  readonly mode?: 'checksum-only'
}

/** The one search-path root of all quirks. */
export const quirksPath = fileURLToPath(new URL('changelogs', root))

const items = (JSON.parse(readFileSync(new URL('items.json', root), 'utf8')) as { items: readonly QuirkItem[] }).items

/** Small changelogs, one behaviour each. `answers/<name>` is what real Liquibase made of it, or why it refused. */
export function quirk(name: string): Omit<RebuildCase, 'single'> {
  const item = items.find((candidate) => candidate.name === name)
  if (item === undefined) throw new Error(`there is no quirk ${name}`)
  const { contexts, parameters } = item
  return { name, searchPath: quirksPath, changelog: item.root, contexts, defines: parameters }
}

/** Whether Liquibase deployed it. */
export function wasDeployed(name: string): boolean {
  const summary: unknown = JSON.parse(readFileSync(new URL(`answers/${name}/summary.json`, root), 'utf8'))
  return (summary as { ok: boolean }).ok
}

export function quirkNames(): readonly string[] {
  return items.filter((item) => item.mode === undefined).map((item) => item.name)
}
