import type { DockerManifest } from '../../model/dump-manifest.ts'
import type { Output } from '../output.ts'
import { shellQuote } from './shell-quote.ts'
import { formatBytes } from './units.ts'
import { visible } from './visible.ts'

const FORMS = {
  database: 'an image that is the database',
  migrate: 'an image that runs the package on a database elsewhere',
} as const

/** What was built, and how an image is made of it. */
export function formatDocker(out: string, manifest: DockerManifest, output: Output): string {
  const { paint } = output
  const lines: [string, string][] = [
    ['context', visible(out)],
    ['form', `${manifest.form}: ${FORMS[manifest.form]}`],
    ['package', `${manifest.of}, ${formatBytes(manifest.package.bytes)}, sha256 ${manifest.package.sha256}`],
    ['built on', visible(manifest.baseImage)],
  ]
  if (manifest.allowed.length > 0) lines.push(['allowed', paint.warn(manifest.allowed.join(', '))])
  if (manifest.warnings.length > 0) lines.push(['warnings', paint.warn(String(manifest.warnings.length))])
  lines.push([
    'build it',
    out.endsWith('.tar') ? `docker build - < ${shellQuote(out)}` : `docker build ${shellQuote(out)}`,
  ])
  return lines.map(([name, text]) => `${paint.dim(name.padEnd(10))}${text}\n`).join('')
}
