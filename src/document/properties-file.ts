const escapes: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f' }

/**
 * Names and values of a Java `.properties` file, the last of a name counting. The bytes are ISO-8859-1, as
 * `java.util.Properties.load` reads them; other characters are written `\uXXXX`.
 */
export function parsePropertiesFile(bytes: Buffer): ReadonlyMap<string, string> {
  const properties = new Map<string, string>()
  for (const line of logicalLines(bytes.toString('latin1'))) {
    const end = nameEnd(line)
    const value = line.slice(end).replace(/^[ \t\f]*[=:]?[ \t\f]*/, '')
    properties.set(unescaped(line.slice(0, end)), unescaped(value))
  }
  return properties
}

/** Lines without comments and blank lines, continued ones joined. */
function logicalLines(text: string): string[] {
  const lines: string[] = []
  let open: string | null = null
  for (const raw of text.split(/\r\n|\r|\n/)) {
    const line: string = raw.replace(/^[ \t\f]+/, '')
    if (open === null && (line === '' || line.startsWith('#') || line.startsWith('!'))) continue
    const whole: string = (open ?? '') + line
    const slashes = /\\*$/.exec(line)?.[0].length ?? 0
    if (slashes % 2 === 1) {
      open = whole.slice(0, -1)
    } else {
      lines.push(whole)
      open = null
    }
  }
  if (open !== null) lines.push(open)
  return lines
}

function nameEnd(line: string): number {
  for (let at = 0; at < line.length; at++) {
    if (line[at] === '\\') at++
    else if (/[ \t\f=:]/.test(line[at] ?? '')) return at
  }
  return line.length
}

function unescaped(text: string): string {
  return text.replace(/\\(u[0-9a-fA-F]{4}|[\s\S])/g, (_, code: string) =>
    code.length === 5 ? String.fromCharCode(Number.parseInt(code.slice(1), 16)) : (escapes[code] ?? code),
  )
}
