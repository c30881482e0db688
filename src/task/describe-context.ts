import type { Delivered } from '../deliver/to-file.ts'
import { PRODUCT, PRODUCT_VERSION } from '../kit/version.ts'
import type { Warning } from '../model/changelog.ts'
import type { DockerForm } from '../model/dump-manifest.ts'
import { type DockerTemplates, loadDockerScripts, loadDockerTemplates } from '../template/load-docker-templates.ts'
import { fillTemplate, type HoleValues } from '../template/template.ts'

/** What the image says of the package in it. */
export interface ContainedPackage extends Delivered {
  readonly kind: string
  readonly generatedAt: string
  /** Major version of the server it was made from; null for a package made without a database. */
  readonly major: number | null
  /** E.g. `12 changesets`. */
  readonly standing: string
  readonly warnings: readonly Warning[]
  readonly allowed: readonly string[]
}

interface ContextFile {
  readonly text: string
  readonly mode: 0o644 | 0o755
}

export interface ContextTexts {
  readonly baseImage: string
  /** Every file but the package and the manifest, by its name. */
  readonly files: ReadonlyMap<string, ContextFile>
}

/** What an image is built on that no database tells. */
const USUAL_MAJOR = 16

/** The texts of a build context. `database` is the name of the source, for the examples. */
export function describeContext(
  { form, baseImage, of }: { readonly form: DockerForm; readonly baseImage: string | null; readonly of: string },
  contained: ContainedPackage,
  database: string | null,
): ContextTexts {
  const base = baseImage ?? `postgres:${contained.major ?? USUAL_MAJOR}-bookworm`
  const name = (database ?? 'database')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
  const title = form === 'database' ? `Database image (${of})` : `Migration image (${of})`
  const script = form === 'database' ? 'init.sh' : 'run.sh'
  const values: HoleValues = {
    product: PRODUCT,
    version: PRODUCT_VERSION,
    title,
    baseImage: base,
    tag: `${name === '' ? 'database' : name}:${form === 'database' ? 'latest' : 'migrate'}`,
    database: /^\w+$/.test(database ?? '') ? database : 'app',
    kind: contained.kind,
    standing: contained.standing,
    script,
    titleLabel: label(title),
    createdLabel: label(contained.generatedAt),
    versionLabel: label(contained.standing),
    baseLabel: label(base),
  }
  const templates = loadDockerTemplates()
  const fill = (template: keyof DockerTemplates): string => fillTemplate(templates[template], values)
  const text = (content: string): ContextFile => ({ text: content, mode: 0o644 })
  return {
    baseImage: base,
    files: new Map<string, ContextFile>([
      ['.dockerignore', text(fill('dockerignore'))],
      ['Dockerfile', text(fill(`${form}.Dockerfile`))],
      ['README.md', text(fill(`${form}.md`))],
      ['SHA256SUMS', text(`${contained.sha256}  package.sql\n`)],
      [script, { text: loadDockerScripts()[script], mode: 0o755 }],
    ]),
  }
}

/** A quoted value of a LABEL, in which Docker would put variables in. */
function label(value: string): string {
  return JSON.stringify(value).replaceAll('$', '\\$')
}
