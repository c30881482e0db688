import { formatComplaint } from './api-error.ts'
import { requireElement, showFacts, textElement } from './dom.ts'
import { formatBytes, formatTime } from './format.ts'
import { toApiError } from './message.ts'
import { fetchFileHead, fetchManifest, fileAddressOf, type Job, type Manifest } from './package-api.ts'
import { KINDS } from './package-kinds.ts'
import { showToast } from './toast.ts'

const PREVIEW_LINES = 200
const PREVIEW_BYTES = 64 * 1024

let shown: string | null = null

/** What a finished job has made: what it is, what to know of it, how it begins, and the file itself. */
export async function showResult(job: Job): Promise<void> {
  const { result } = job
  if (result === null) return
  shown = job.id
  requireElement('result-title', HTMLHeadingElement).textContent = KINDS[job.kind].title
  showFacts(requireElement('result-facts', HTMLDListElement), [
    ['File', result.fileName],
    ['Size', `${formatBytes(result.bytes)} (${result.bytes} bytes)`],
    ['SHA-256', result.sha256],
    ['Changesets', String(result.changesets ?? 'none recorded')],
    ['Database', job.target],
    ['Generated', formatTime(result.generatedAt)],
    ['Kept until', formatTime(job.expiresAt)],
  ])
  const link = requireElement('download', HTMLAnchorElement)
  link.href = fileAddressOf(job.id)
  link.textContent = `Download ${result.fileName}`
  link.onclick = () => showToast(`Saving ${result.fileName}`, 'success')
  showWarnings([])
  showPreview('Loading')
  requireElement('result', HTMLElement).hidden = false
  try {
    const manifest = await fetchManifest(job.id)
    const preview = await readPreview(job.id, result.contentType, manifest)
    if (shown !== job.id) return
    showWarnings(warningsOf(manifest))
    showPreview(preview)
  } catch (error) {
    if (shown === job.id) showPreview(`There is no preview: ${toApiError(error).message}.`)
  }
}

/** Takes the view away where its job is gone. */
export function forgetResult(id: string): void {
  if (shown !== id) return
  shown = null
  requireElement('result', HTMLElement).hidden = true
}

function showWarnings(warnings: readonly string[]): void {
  const list = requireElement('result-warnings', HTMLUListElement)
  list.hidden = warnings.length === 0
  list.replaceChildren(...warnings.map((text) => textElement('li', `Warning: ${text}`)))
}

function showPreview(text: string): void {
  requireElement('preview', HTMLTextAreaElement).value = text
}

async function readPreview(id: string, contentType: string, manifest: Manifest): Promise<string> {
  if (!/^(text\/|application\/xml)/.test(contentType)) {
    const paths = pathsOf(manifest)
    const held = paths.length === 0 ? '' : ` It holds:\n${paths.join('\n')}`
    return `The file is an archive (${contentType}), of which there is no text to show.${held}`
  }
  const { content, whole } = await fetchFileHead(id, PREVIEW_BYTES)
  const lines = new TextDecoder().decode(content).split('\n')
  if (whole && lines.length <= PREVIEW_LINES) return lines.join('\n')
  // The last line may have been cut in the middle.
  const kept = lines.slice(0, Math.min(PREVIEW_LINES, whole ? lines.length : Math.max(1, lines.length - 1)))
  return `${kept.join('\n')}\n… the file goes on`
}

/** The manifests of kinds differ; a pair and a split one have others inside. */
function warningsOf(manifest: Manifest): readonly string[] {
  const inner = filesOf(manifest).map((file) => memberOf(file, 'manifest'))
  const warnings = [manifest, ...inner].map((each) => memberOf(each, 'warnings')).filter(Array.isArray)
  return [...new Set(warnings.flat().map(formatComplaint))]
}

function pathsOf(manifest: Manifest): readonly string[] {
  const paths = filesOf(manifest).map((file) => memberOf(file, 'path') ?? memberOf(file, 'file'))
  return paths.filter((path) => typeof path === 'string')
}

/** Of a build context its files, of a split package its parts and the script that runs them, of a pair the two. */
function filesOf(manifest: Manifest): readonly unknown[] {
  const [files, parts] = ['files', 'parts'].map((name) => memberOf(manifest, name))
  if (Array.isArray(files)) return files
  const single = ['run', 'package', 'rollback'].map((name) => memberOf(manifest, name))
  return [...(Array.isArray(parts) ? parts : []), ...single].filter((file) => file !== undefined)
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}
