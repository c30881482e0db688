import { readProductFile } from '../storage/read-product-file.ts'
import { parseTemplate, type Template } from './template.ts'

const PACKAGE_TEMPLATES = [
  'header',
  'wait',
  'preflight',
  'plan',
  'start-point',
  'ready',
  'changeset',
  'part',
  'checks',
  'checks-single',
  'keep-settings',
  'gate',
  'drop-invalid',
  'verify',
  'count-row',
  'record-insert',
  'record-update',
  'footer',
  'queries',
] as const

export type PackageTemplates = Readonly<Record<(typeof PACKAGE_TEMPLATES)[number], Template>>

/** The texts a SQL package is made of, from `templates/package/`. Fails with FILE_UNREADABLE on a broken installation. */
export function loadPackageTemplates(): PackageTemplates {
  const loaded = PACKAGE_TEMPLATES.map((name) => {
    const text = readProductFile(`templates/package/${name}.sql`).replace(/\n$/, '')
    return [name, parseTemplate(name, text)] as const
  })
  return Object.fromEntries(loaded) as PackageTemplates
}
