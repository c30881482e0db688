import { readProductFile } from '../storage/read-product-file.ts'
import { parseTemplate, type Template } from './template.ts'

const DUMP_TEMPLATES = ['header', 'preflight', 'contents', 'gate', 'footer', 'history', 'end'] as const

export type DumpTemplates = Readonly<Record<(typeof DUMP_TEMPLATES)[number], Template>>

/** The texts around a dump, from `templates/dump/`. Fails with FILE_UNREADABLE on a broken installation. */
export function loadDumpTemplates(): DumpTemplates {
  const load = (name: string): Template =>
    parseTemplate(name, readProductFile(`templates/dump/${name}.sql`).replace(/\n$/, ''))
  return Object.fromEntries(DUMP_TEMPLATES.map((name) => [name, load(name)])) as DumpTemplates
}
