import { DvmError } from '../errors/dvm-error.ts'
import type { AlteredFile, FolderInspection } from '../model/inspection.ts'
import { findFile } from '../storage/find-file.ts'
import { digestPackage, readPackage } from '../storage/read-package.ts'
import { inspectPackage } from './inspect-package.ts'
import type { PackageFolder } from './read-package-folder.ts'

/** The files of a split package or of a build context, held against its manifest. FILE_UNREADABLE. */
export function inspectFolder(found: PackageFolder): FolderInspection {
  const { kind, folder, generatedAt } = found
  const files = found.files.map(({ path, sha256: recorded }) => {
    const there = findFile(folder, path)
    return { path, there, recorded, computed: there === null ? null : digestPackage(there, 0).sha256 }
  })
  const altered: AlteredFile[] = []
  const faults: string[] = []
  for (const { path, there, recorded, computed } of files) {
    if (there === null || computed === null) faults.push(`${path} is not there`)
    else if (computed !== recorded) {
      const changeset = differingIn(found, path, there)
      const which = changeset === null ? '' : `; it differs first at changeset ${changeset}`
      altered.push({ path: there, by: 'manifest.json', recorded, computed, changeset })
      faults.push(`${path}: the manifest says SHA-256 ${recorded}, its bytes give ${computed}${which}`)
    }
  }
  if (faults.length === 0) faults.push(...orderFaults(found))
  return {
    form: 'folder',
    file: folder,
    kind,
    generatedAt,
    files: files.map(({ path, recorded, computed }) => ({ path, recorded, computed })),
    altered,
    faults,
    ok: faults.length === 0,
  }
}

/** Which changeset of a part is another, as far as the part can still be read and its manifest tells. */
function differingIn({ parts }: PackageFolder, name: string, path: string): string | null {
  const part = parts.find((one) => one.path === name)
  if (part === undefined) return null
  try {
    const manifest = { file: 'manifest.json', text: JSON.stringify(part.own) }
    return inspectPackage(path, { manifest }).altered[0]?.changeset ?? null
  } catch (error) {
    if (error instanceof DvmError) return null
    throw error
  }
}

/** Nothing has a digest of the manifest: that it lists what its script runs shows that no part was taken out of it. */
function orderFaults({ folder, parts, run }: PackageFolder): readonly string[] {
  const script = run === null ? null : findFile(folder, run)
  if (script === null) return []
  const ran = [...readPackage(script)].join('').matchAll(/^\\ir (\S+)$/gm)
  const [runs, lists] = [[...ran].map(([, file]) => file).join(', '), parts.map(({ path }) => path).join(', ')]
  return runs === lists ? [] : [`${run} runs ${runs}, and the manifest lists ${lists}`]
}
