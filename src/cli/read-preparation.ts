import type { Preparation } from '../model/preparation.ts'
import type { Run } from './with-context.ts'

/** What `--prepare` names; null where it is not given. FILE_*. */
export function readPreparation({ parts, flags }: Run): Preparation | null {
  const file = flags['prepare']
  return typeof file === 'string' ? { file, text: new TextDecoder().decode(parts.readFile(file)) } : null
}
