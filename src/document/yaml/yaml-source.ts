import { type DvmError, fail } from '../../errors/dvm-error.ts'
import type { Place } from '../../model/place.ts'
import { LineIndex } from '../line-index.ts'

/** What is refused outside comments and in them: characters that SnakeYAML calls special. */
const unprintable = /[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u
const separators = /[\u2028\u2029]/

/** A YAML or JSON text with line feeds only, its places, and the error that names one of them. */
export class YamlSource {
  /** The text and a comment on a line of its own: the library stumbles over a block scalar that ends with the text. */
  readonly text: string
  /** Length of the text without that. */
  readonly length: number
  readonly #format: 'YAML' | 'JSON'
  readonly #lines: LineIndex

  /** Fails with YAML_INVALID or JSON_INVALID where the text holds characters that Liquibase refuses or breaks lines at. */
  constructor(text: string, file: string, format: 'YAML' | 'JSON') {
    const lines = text.replace(/^\ufeff/, '').replace(/\r\n?|\x85/g, '\n')
    this.text = lines.endsWith('\n') ? `${lines}#` : `${lines}\n#`
    this.length = lines.length
    this.#format = format
    this.#lines = new LineIndex(this.text, file)
    this.#refuse(unprintable, (code) => `the character ${code} is not allowed`)
    this.#refuse(separators, (code) => `the line separator ${code} must be written as an escape in double quotes`)
  }

  placeOf(offset: number): Place {
    return this.#lines.placeOf(offset)
  }

  invalid(detail: string, offset: number): DvmError {
    return fail(
      this.#format === 'YAML' ? 'YAML_INVALID' : 'JSON_INVALID',
      { detail },
      this.placeOf(Math.min(offset, this.length)),
    )
  }

  /** The error for a value that no database can store. */
  nul(offset: number): DvmError {
    return fail('NUL_BYTE', {}, this.placeOf(offset))
  }

  #refuse(characters: RegExp, detail: (code: string) => string): void {
    const found = characters.exec(this.text)
    if (found === null) return
    const code = found[0].codePointAt(0) ?? 0
    throw this.invalid(detail(`U+${code.toString(16).toUpperCase().padStart(4, '0')}`), found.index)
  }
}

/** So much of a text that a message about it stays readable. */
export function excerpt(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}...` : text
}
