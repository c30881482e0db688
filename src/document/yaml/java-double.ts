/**
 * A double as Java's `Double.toString` prints it: plain digits from a thousandth up to ten million, else with an exponent,
 * always with a decimal point. The shortest digits that read back the same, but at least two, which Java prints since 19;
 * earlier ones print more for a few numbers of 17 digits and over (1e23 as 9.999999999999999E22).
 */
export function javaDouble(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value < 0 ? '-Infinity' : 'Infinity'
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0'
  const size = Math.abs(value)
  if (size >= 1e-3 && size < 1e7) return Number.isInteger(value) ? `${value}.0` : String(value)
  const shortest = value.toExponential()
  const digits = shortest.includes('.') ? shortest : value.toExponential(1)
  return digits.replace('e+', 'E').replace('e-', 'E-')
}
