import { javaDouble } from '../../document/yaml/java-double.ts'

const number = /^-?(?:∞|,*\.?\d)/

/** Whether text begins as a number; what follows does not count. Rule: `NumberFormat.parse` of Java, US English. */
export function beginsAsNumber(text: string): boolean {
  return text.startsWith('NaN') || number.test(text)
}

/**
 * The number that text begins with, as Java prints what it makes of it: `1,000` is 1000, `5abc` is 5, `1E20` is 1.0E20; `null`
 * where it does not begin with one. Rule: `DecimalFormat.parse`, whose result is a `Long` wherever one fits.
 */
export function javaNumber(text: string): string | null {
  if (!beginsAsNumber(text)) return null
  if (text.startsWith('NaN')) return 'NaN'
  if (text.startsWith('∞') || text.startsWith('-∞')) return text.startsWith('-') ? '-Infinity' : 'Infinity'
  const [written = ''] = /^-?[\d,]*(?:\.\d*)?(?:E-?\d+)?/.exec(text) ?? []
  const digits = written.replaceAll(',', '')
  return javaLong(digits) ?? javaDouble(Number(digits))
}

/** `123456789012345678.0` and `12.3E20` keep all their digits where they are whole and fit. Zero has no sign there. */
function javaLong(digits: string): string | null {
  const parts = /^(-?)(\d*)(?:\.(\d*))?(?:E(-?\d+))?$/.exec(digits)
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = parts ?? []
  const all = `${whole}${fraction}`.replace(/0+$/, '')
  if (/^0*$/.test(all)) return sign === '' ? '0' : null
  const zeros = whole.length + Number(exponent) - all.length
  if (zeros < 0 || zeros > 19) return null
  const value = BigInt(`${sign}${all}${'0'.repeat(zeros)}`)
  return value < 2n ** 63n && value >= -(2n ** 63n) ? String(value) : null
}
