import type { Charset } from './charset.ts'

/**
 * A charset of East Asia as TextDecoder knows it, with those characters exchanged that Java reads otherwise. Bytes that are
 * none of it are refused: what Java puts in their place is not known here.
 */
export function multiByte(name: string, label: string, exchanged: Readonly<Record<string, string>> = {}): Charset {
  const found = Object.keys(exchanged).join('')
  const pattern = found === '' ? null : new RegExp(`[${found}]`, 'g')
  return {
    name,
    decoder() {
      const decoder = new TextDecoder(label, { fatal: true, ignoreBOM: true })
      return {
        write(bytes, last) {
          const text = decoder.decode(bytes, { stream: !last })
          const exchange = (character: string) => exchanged[character] ?? character
          return { text: pattern === null ? text : text.replace(pattern, exchange), replaced: -1 }
        },
      }
    },
  }
}
