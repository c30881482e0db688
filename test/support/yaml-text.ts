import fc from 'fast-check'

const words = String.raw`a create·table·t·(id·int); Mary·O'Brien x:·y x·#y x: - # a··b -·a x\ \${a} <a> (a) ü 😀`
const typed = '1 1.50 1e3 0x1F 08 0:30 yes No ~ null 2020-01-01 .5 -1 -x +1 1_000 .inf .nan 2020-01-01T00:00:00'
const odd = '<< = --- ... -· ? : &a·b *a !t·x %x @x `x` [a] {a:·b} , ] }'
const quoted = String.raw`"a" "a\n\u00e9" "a·#b:·c" "\/" "a"·b 'it''s' 'a '\n' "" '' "a":·b "\u0000" "\ud800"`
const special = ['', '\ta', 'a\tb', 'a\t', '\u00a0', '\ufeff', '\u2028', '\u0007', 'a\u0085b', 'a\rb']

/** Words between blanks; `·` stands for a blank in one of them. */
function listed(texts: string): readonly string[] {
  return texts.split(' ').map((text) => text.replaceAll('·', ' ').replace('\\$', '$'))
}

const scalar = fc.oneof(
  fc.constantFrom(...listed(words), ...listed(typed), ...listed(odd), ...listed(quoted), ...special),
  fc.string(),
  fc.string({ unit: 'binary', maxLength: 4 }),
)
const mark = fc.constantFrom('|', '|-', '>', '>-', '|+', '|2', '>1-', '| ', '|#', '| # a', '>\t')
const key = fc.constantFrom(...listed('a:· b:· b2:· a: b: c:·· yes:· 1:· <<:· "q":· a·b:· x-y.z:· ?·'))
const nothing = fc.constant('')

/** A line of YAML, or nearly: what comes of several of them is left to chance. */
export const yamlLine: fc.Arbitrary<string> = fc
  .tuple(
    fc.nat({ max: 6 }).map((indent) => ' '.repeat(indent)),
    fc.constantFrom('', '', '', '', '- ', '-  ', '- - ', '-', '\t'),
    fc.oneof({ weight: 1, arbitrary: nothing }, { weight: 5, arbitrary: key }),
    fc.oneof({ weight: 3, arbitrary: nothing }, { weight: 3, arbitrary: scalar }, { weight: 1, arbitrary: mark }),
    fc.oneof({ weight: 6, arbitrary: nothing }, { weight: 1, arbitrary: fc.constantFrom(' ', ' # c', '#c', '\t') }),
  )
  .map((parts) => parts.join(''))

type Value = { text: string } | { mark: string; lines: readonly string[] } | Mapping | { items: readonly Value[] }
interface Mapping {
  readonly entries: readonly (readonly [name: string, value: Value])[]
}

const ordinary = fc.constantFrom(
  ...listed(String.raw`a Mary·O'Brien varchar(20) 1 1.5 true "a:·b" "a\n" "" 'it''s' '' null 2020-01-01 \${x} a#b ü`),
)
const blockLine = fc.constantFrom('', 'a\tb', '  x', ...listed("SELECT·1; --·a:·b #·none END;· $$ é '"))
const name = fc.constantFrom('databaseChangeLog', 'changeSet', 'id', 'sql', 'a', 'b-c')
const { mapping } = fc.letrec<{ value: Value; mapping: Mapping }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    ordinary.map((text) => ({ text })),
    fc.record({ mark: fc.constantFrom('|', '|-', '>', '>-'), lines: fc.array(blockLine, { maxLength: 4 }) }),
    tie('mapping'),
    fc.array(tie('value'), { minLength: 1, maxLength: 3 }).map((items) => ({ items })),
  ),
  mapping: fc
    .dictionary(name, tie('value'), { minKeys: 1, maxKeys: 3 })
    .map((map) => ({ entries: Object.entries(map) })),
}))

interface Layout {
  /** By how much each level is indented. */
  readonly step: number
  /** By how much dashes are, below their key. */
  readonly dash: number
  /** What stands between two entries. */
  readonly gap: string
}

const layout: fc.Arbitrary<Layout> = fc.record({
  step: fc.integer({ min: 1, max: 4 }),
  dash: fc.nat({ max: 3 }),
  gap: fc.constantFrom('', '\n', '\n\n# c\n', '# c\n'),
})

/** YAML as people and programs write it, in lines. */
export const simpleYaml: fc.Arbitrary<string> = fc
  .tuple(mapping, layout)
  .map(([value, how]) => writeEntries(value, 0, how))

function writeEntries({ entries }: Mapping, column: number, how: Layout): string {
  const written = entries.map(([own, value]) => `${own}:${writeBehind(value, column, how)}`)
  return written.join(how.gap + ' '.repeat(column))
}

/** What stands behind a key or dash in that column, and below it. */
function writeBehind(value: Value, column: number, how: Layout): string {
  if ('text' in value) return ` ${value.text}\n`
  const below = column + how.step
  if ('mark' in value) {
    // A block's first line says how far it is indented.
    const lines = ['first', ...value.lines].map((line) => (line === '' ? '' : ' '.repeat(below) + line))
    return ` ${value.mark}\n${lines.join('\n')}\n`
  }
  if ('entries' in value) return `\n${' '.repeat(below)}${writeEntries(value, below, how)}`
  const dashes = column + how.dash
  return `\n${value.items.map((item) => `${' '.repeat(dashes)}-${writeItem(item, dashes, how)}`).join('')}`
}

/** A list stands in no list: that is left to the reader of all YAML. */
function writeItem(item: Value, column: number, how: Layout): string {
  if ('items' in item) return ' list\n'
  return 'entries' in item ? ` ${writeEntries(item, column + 2, how)}` : writeBehind(item, column, how)
}
