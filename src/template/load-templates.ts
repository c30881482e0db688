import { readProductFile } from '../storage/read-product-file.ts'
import { parseTemplate, type Template } from './template.ts'

const PACKAGE_TEMPLATES = [
  'header',
  'wait',
  'preflight',
  'tables',
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

type PackageTemplate = (typeof PACKAGE_TEMPLATES)[number]
export type PackageTemplates = Readonly<Record<PackageTemplate, Template>>

/** The texts a SQL package is made of, from `templates/package/`. Fails with FILE_UNREADABLE on a broken installation. */
export function loadPackageTemplates(): PackageTemplates {
  return Object.fromEntries(PACKAGE_TEMPLATES.map((name) => [name, loadPackageTemplate(name)])) as PackageTemplates
}

/** One of them, for what is done on a live database in the same words. */
export function loadPackageTemplate(name: PackageTemplate): Template {
  return parseTemplate(name, readProductFile(`templates/package/${name}.sql`).replace(/\n$/, ''))
}
