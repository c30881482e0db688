import { readProductFile } from '../storage/read-product-file.ts'
import { parseTemplate, type Template } from './template.ts'

const PACKAGE_TEMPLATES = [
  'header',
  'wait',
  'preflight',
  'tables',
  'plan',
  'start-point',
  'stands',
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

/** What a package that undoes has in place of some of these, from `templates/rollback/`. */
const ROLLBACK_TEMPLATES = [
  'rollback-header',
  'rollback-begin',
  'rollback-known',
  'rollback-plan',
  'rollback-rows',
  'rollback-ready',
  'rollback-record',
  'rollback-restore',
  'rollback-place',
  'rollback-footer',
] as const

type PackageTemplate = (typeof PACKAGE_TEMPLATES)[number]
type RollbackTemplate = (typeof ROLLBACK_TEMPLATES)[number]
export type PackageTemplates = Readonly<Record<PackageTemplate, Template>>

export type RollbackTemplates = Readonly<Record<RollbackTemplate, Template>>

/** The texts a SQL package is made of, from `templates/package/`. Fails with FILE_UNREADABLE on a broken installation. */
export function loadPackageTemplates(): PackageTemplates {
  return Object.fromEntries(PACKAGE_TEMPLATES.map((name) => [name, loadPackageTemplate(name)])) as PackageTemplates
}

/** The texts that only a package has that undoes. Fails likewise. */
export function loadRollbackTemplates(): RollbackTemplates {
  const load = (name: RollbackTemplate) => loadTemplate(name, `rollback/${name.slice('rollback-'.length)}`)
  return Object.fromEntries(ROLLBACK_TEMPLATES.map((name) => [name, load(name)])) as RollbackTemplates
}

/** One of them, for what is done on a live database in the same words. */
export function loadPackageTemplate(name: PackageTemplate): Template {
  return loadTemplate(name, `package/${name}`)
}

function loadTemplate(name: string, path: string): Template {
  return parseTemplate(name, readProductFile(`templates/${path}.sql`).replace(/\n$/, ''))
}
