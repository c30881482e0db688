import { type Dirent, readdirSync, realpathSync, statSync } from 'node:fs'
import { fail } from '../errors/dvm-error.ts'
import type { ListOptions, LocatedFile } from './source-storage.ts'

interface Walk {
  readonly root: string
  readonly options: ListOptions
  /** Throws where a link's target is outside the roots. */
  readonly admit: (target: string) => void
  readonly found: LocatedFile[]
}

/** Every regular file below `folder` (which is below `root`); links are followed where `admit` lets their target pass. */
export function listFolder(
  root: string,
  folder: string,
  options: ListOptions,
  admit: (target: string) => void,
): LocatedFile[] {
  const walk: Walk = { root: root.endsWith('/') ? root : `${root}/`, options, admit, found: [] }
  const start = folder.endsWith('/') ? folder.slice(0, -1) : folder
  visit(walk, start, 1, [realpathSync.native(start)])
  return walk.found
}

function visit(walk: Walk, folder: string, depth: number, open: readonly string[]): void {
  if (depth > (walk.options.maxDepth ?? Number.POSITIVE_INFINITY)) return
  for (const entry of entriesOf(folder)) {
    const path = `${folder}/${entry.name}`
    if (entry.isSymbolicLink()) visitLink(walk, path, depth, open)
    else if (entry.isDirectory()) visit(walk, path, depth + 1, open)
    else if (entry.isFile()) keep(walk, path, path, depth)
  }
}

function visitLink(walk: Walk, path: string, depth: number, open: readonly string[]): void {
  let target: string
  try {
    target = realpathSync.native(path)
  } catch (error) {
    // A dangling link names no file: Liquibase does not see it either.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return
    throw error
  }
  walk.admit(target)
  const facts = statSync(target)
  if (facts.isFile()) keep(walk, path, target, depth)
  else if (facts.isDirectory() && !open.includes(target)) visit(walk, path, depth + 1, [...open, target])
}

function keep(walk: Walk, path: string, absolute: string, depth: number): void {
  const { minDepth = 0, endsWith = '' } = walk.options
  if (depth < minDepth || !path.toLowerCase().endsWith(endsWith.toLowerCase())) return
  walk.found.push({ path: path.slice(walk.root.length), absolute, bytes: statSync(absolute).size })
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown reason'
    throw fail('FILE_UNREADABLE', { path: folder, reason }, null, { cause })
  }
}
