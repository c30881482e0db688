import type { Charset } from './charset.ts'
import { multiByte } from './multi-byte.ts'
import { singleByte } from './single-byte.ts'
import { singleByteTables } from './single-byte-tables.ts'
import { utf8 } from './utf-8.ts'
import { utf16 } from './utf-16.ts'

/** How JIS X 0208 differs from what Windows makes of it. */
const jis = { '\u2015': '\u2014', '\uff5e': '\u301c', '\u2225': '\u2016', '\uff0d': '\u2212' }
const jisSigns = { '\uffe0': '\u00a2', '\uffe1': '\u00a3', '\uffe2': '\u00ac' }

const others: readonly Charset[] = [
  utf8,
  utf16('UTF-16', 'big'),
  utf16('UTF-16BE', 'big'),
  utf16('UTF-16LE', 'little'),
  singleByte('US-ASCII', '\uFFFD'.repeat(128)),
  singleByte('ISO-8859-1', ''),
  multiByte('windows-31j', 'shift_jis'),
  multiByte('Shift_JIS', 'shift_jis', { ...jis, ...jisSigns }),
  multiByte('EUC-JP', 'euc-jp', { ...jis, ...jisSigns }),
  multiByte('EUC-KR', 'euc-kr'),
  multiByte('GBK', 'gbk', { '\u2295': '\u2641', '\ue76c': '\u20ac' }),
  multiByte('GB18030', 'gb18030'),
  multiByte('x-windows-950', 'big5'),
]

/** Those of Java's aliases that follow no rule, without hyphens. */
const aliases: Readonly<Record<string, string>> = {
  ascii: 'usascii',
  iso646us: 'usascii',
  cp367: 'usascii',
  cp819: 'iso88591',
  ibm819: 'iso88591',
  unicodebigunmarked: 'utf16be',
  unicodelittleunmarked: 'utf16le',
  unicode: 'utf16',
  latin0: 'iso885915',
  latin9: 'iso885915',
  l9: 'iso885915',
  latin10: 'iso885916',
  l10: 'iso885916',
  latin5: 'iso88599',
  l5: 'iso88599',
  cyrillic: 'iso88595',
  arabic: 'iso88596',
  greek: 'iso88597',
  hebrew: 'iso88598',
  koi8: 'koi8r',
  cskoi8r: 'koi8r',
  macroman: 'xmacroman',
  ms932: 'windows31j',
  cswindows31j: 'windows31j',
  sjis: 'shiftjis',
  eucjis: 'eucjp',
  cp936: 'gbk',
  windows936: 'gbk',
  ms950: 'xwindows950',
  windows950: 'xwindows950',
}

const known = new Map<string, Charset>()
for (const charset of others) known.set(plain(charset.name), charset)
for (const [name, upper] of Object.entries(singleByteTables)) known.set(plain(name), singleByte(name, upper))

/**
 * The charset of that name, as Java's `Charset.forName` finds it: under its own name or one of its aliases, whose case and
 * hyphens do not count here. `null` where it is not known.
 */
export function findCharset(name: string): Charset | null {
  const key = plain(name)
  return known.get(key) ?? known.get(aliases[key] ?? '') ?? known.get(systematic(key)) ?? null
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '')
}

/** Names that are made by rule: `8859_2`, `latin2`, `l2`, `cp1252`, `cp850`, `ibm-850`. */
function systematic(key: string): string {
  const iso = /^(?:iso)?8859(\d+)$|^(?:latin|l)([1-4])$/.exec(key)
  if (iso !== null) return `iso8859${iso[1] ?? iso[2]}`
  const page = /^(?:cp|ibm|windows)?(\d{3,4})$/.exec(key)?.[1] ?? ''
  return page.startsWith('125') ? `windows${page}` : `ibm${page}`
}
