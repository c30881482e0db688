import type { Charset, Decoded } from './charset.ts'

/** UTF-16 as Java decodes it: half a surrogate pair and half a unit become U+FFFD. */
export function utf16(name: string, order: 'little' | 'big'): Charset {
  return {
    name,
    decoder() {
      let kept: Buffer = Buffer.alloc(0)
      return {
        write(bytes, last) {
          const joined = Buffer.concat([kept, bytes])
          const end = last ? joined.length & ~1 : unitsEnd(joined, order)
          kept = joined.subarray(end)
          const units = joined.subarray(0, end)
          if (order === 'big') units.swap16()
          return mend(units.toString('utf16le'), last && kept.length > 0)
        },
      }
    },
  }
}

/** The end of the last whole unit that is no first half of a pair. */
function unitsEnd(bytes: Buffer, order: 'little' | 'big'): number {
  let end = bytes.length & ~1
  while (end > 0 && ((bytes[order === 'little' ? end - 1 : end - 2] ?? 0) & 0xfc) === 0xd8) end -= 2
  return end
}

/** A first half takes the unit behind it along, whatever that is. */
const BROKEN = /([\uD800-\uDBFF][\uDC00-\uDFFF])|[\uD800-\uDBFF][\s\S]?|[\uDC00-\uDFFF]/g

/** `halfUnit`: a single byte is left over, which a first half before it takes along as well. */
function mend(text: string, halfUnit: boolean): Decoded {
  let replaced = -1
  let shift = 0
  let taken = false
  const mended = text.replace(BROKEN, (found, pair: string | undefined, offset: number) => {
    if (pair !== undefined) return pair
    if (replaced === -1) replaced = offset - shift
    shift += found.length - 1
    taken = found.length === 1 && found < '\uDC00' && offset + 1 === text.length
    return '\uFFFD'
  })
  if (!halfUnit || taken) return { text: mended, replaced }
  return { text: `${mended}\uFFFD`, replaced: replaced === -1 ? mended.length : replaced }
}
