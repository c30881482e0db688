import { fail } from '../errors/dvm-error.ts'
import { faultOfTag } from '../model/tag.ts'

/** The tag of a command line's first argument; fails with SETTING_INVALID where no history can hold it. */
export function requireTag([tag = '']: readonly string[]): string {
  const fault = faultOfTag(tag)
  if (fault !== null) throw fail('SETTING_INVALID', { setting: 'the tag', from: 'the command line', detail: fault })
  return tag
}
