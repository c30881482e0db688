import type { AnyInspection } from '../model/inspection.ts'
import { readEnds } from '../storage/read-package.ts'
import { inspectBundle } from './inspect-bundle.ts'
import { inspectFolder } from './inspect-folder.ts'
import { type InspectRequest, inspectPackage } from './inspect-package.ts'
import { findPackageFolder } from './read-package-folder.ts'

/**
 * Reads a package of any form back: a SQL package, a Liquibase package, or a folder with a manifest. FILE_*, and
 * PACKAGE_INVALID where it is none of them; what was altered is told in the report.
 */
export function inspectAny(path: string, request: InspectRequest = {}): AnyInspection {
  const folder = findPackageFolder(path)
  if (folder !== null) return inspectFolder(folder)
  return isXml(path) ? inspectBundle(path, request) : inspectPackage(path, request)
}

/** Whether a file is XML, and so no SQL package. FILE_*. */
export function isXml(path: string): boolean {
  return /^\uFEFF?\s*<\?xml/.test(readEnds(path, 512).head)
}
