import { splitList, trim } from '../kit/trim.ts'
import type { Changeset } from '../model/changeset.ts'
import type { LocatedFile } from '../storage/source-storage.ts'
import type { SchemaVersion } from './schema-defaults.ts'

/** What an `include` says about everything in the file it names. */
export interface IncludeTerms {
  readonly context: string | null
  readonly labels: readonly string[]
  readonly ignore: boolean
  /** From `modifyChangeSets`, for changesets that have none of their own. */
  readonly runWith: string | null
}

/** A changelog file while it is being read. */
export interface Frame extends IncludeTerms {
  readonly file: LocatedFile
  /** Its path on the search path, normalised: FILENAME, where no logical path is given. */
  readonly physicalPath: string
  readonly parent: Frame | null
  /** `logicalFilePath` as written. */
  logicalPath: string | null
  /** Context of the changelog itself. */
  ownContext: string | null
  /** For changesets that do not name one themselves; `null` where nothing says so, XML's schema included. */
  quotingStrategy: Changeset['quotingStrategy'] | null
  /** The schema that an XML changelog names; its defaults are written into the elements. */
  schema: SchemaVersion | null
  /** `removeChangeSetProperty`: attributes that columns of `addColumn` lose, in this changelog only. */
  readonly removedAttributes: string[]
  /** So far, in running order. */
  readonly changesets: Changeset[]
}

/** The logical path, else the physical one, without a leading slash: what local properties belong to. */
export function logicalPathOf(frame: Frame): string {
  return slashed(frame.logicalPath ?? frame.physicalPath)
}

/** FILENAME of the changesets of an XML changelog that name none themselves. */
export function filePathOf(frame: Frame): string {
  return frame.logicalPath === null ? frame.physicalPath : slashed(frame.logicalPath)
}

/** With `/` for each `\`, and without one leading slash; otherwise as written. */
export function slashed(path: string): string {
  const text = path.replaceAll('\\', '/')
  return text.startsWith('/') ? text.slice(1) : text
}

/** The path of a file beside the changelog. */
export function siblingOf(frame: Frame, path: string): string {
  const cut = frame.physicalPath.lastIndexOf('/')
  return cut === -1 ? path : `${frame.physicalPath.slice(0, cut)}/${path}`
}

/** Context expressions around a changeset, innermost first. */
export function inheritedContexts(frame: Frame): string[] {
  const contexts: string[] = []
  for (let at: Frame | null = frame; at !== null; at = at.parent) {
    for (const context of [at.ownContext, at.context]) {
      if (context !== null && !isBlankExpression(context)) contexts.push(context)
    }
  }
  return contexts
}

/** Labels of the includes around a changeset, innermost first. */
export function inheritedLabels(frame: Frame): (readonly string[])[] {
  const labels: (readonly string[])[] = []
  for (let at: Frame | null = frame; at !== null; at = at.parent) {
    if (at.labels.length > 0) labels.push(at.labels)
  }
  return labels
}

/** What `modifyChangeSets` around a changelog says changesets run with; the innermost one counts. */
export function inheritedRunWith(frame: Frame): string | null {
  for (let at: Frame | null = frame; at !== null; at = at.parent) if (at.runWith !== null) return at.runWith
  return null
}

/** Whether an expression says nothing: blank, or only commas. */
export function isBlankExpression(expression: string): boolean {
  return splitList(trim(expression)).length === 0
}

/** Labels as Liquibase keeps them: lower case, in order, once each. */
export function parseLabels(text: string | null): string[] {
  const labels = trim(text ?? '')
  return labels === '' ? [] : [...new Set(splitList(labels).map((label) => label.toLowerCase()))]
}

/** Database names as Liquibase keeps them. */
export function parseDbms(text: string | null): string[] {
  return trim(text ?? '') === '' ? [] : [...new Set(splitList((text ?? '').toLowerCase()))]
}
