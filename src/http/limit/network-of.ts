import { isIPv6 } from 'node:net'

const GROUPS = 8
/** Of a /64, which one subscriber gets whole: with each address counted alone there would be no limit. */
const COUNTED_GROUPS = 4

/** Who is counted as one caller: an IPv4 address, the /64 of an IPv6 address; `unknown` where there is none. */
export function networkOf(address: string | null): string {
  if (address === null) return 'unknown'
  if (!isIPv6(address)) return address
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped !== undefined) return mapped
  const [head = '', tail] = address.toLowerCase().replace(/%.*$/s, '').split('::')
  const before = groupsOf(head)
  const after = tail === undefined ? [] : groupsOf(tail)
  const zeros = Array<string>(Math.max(0, GROUPS - before.length - after.length)).fill('0')
  const whole = [...before, ...zeros, ...after].map((group) => group.replace(/^0+(?=.)/, ''))
  return `${whole.slice(0, COUNTED_GROUPS).join(':')}::/64`
}

function groupsOf(text: string): readonly string[] {
  if (text === '') return []
  // The dotted end of an address stands for two groups, which lie beyond those that count.
  return text.split(':').flatMap((group) => (group.includes('.') ? ['0', '0'] : [group]))
}
