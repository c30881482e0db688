import type { Charset } from './charset.ts'

/** A charset whose first half is ASCII; `upper` are the characters of its last bytes, those before being Latin 1. */
export function singleByte(name: string, upper: string): Charset {
  const first = 256 - upper.length
  const map = (character: string) => {
    const code = character.charCodeAt(0)
    return code < first ? character : upper.charAt(code - first)
  }
  return {
    name,
    decoder: () => ({
      write(bytes) {
        const latin = bytes.toString('latin1')
        const text = upper === '' ? latin : latin.replace(/[\u0080-\u00ff]/g, map)
        return { text, replaced: text.indexOf('\uFFFD') }
      },
    }),
  }
}
