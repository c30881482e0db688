import { type Delivered, toFile } from '../deliver/to-file.ts'
import { writeTar } from '../storage/write-tar.ts'

/** Packs files of a folder into a tar file: in the order of their names, with this time. `texts` are written there first. */
export function packFolder(
  path: string,
  folder: string,
  names: readonly string[],
  generatedAt: string,
  texts: ReadonlyMap<string, string> = new Map(),
): Delivered {
  for (const [name, text] of texts) toFile(`${folder}/${name}`, (file) => file.write(text))
  const entries = [...names].sort().map((name) => ({ name, path: `${folder}/${name}`, mode: 0o644 }))
  return toFile(path, (archive) => writeTar(archive, entries, new Date(generatedAt)))
}
