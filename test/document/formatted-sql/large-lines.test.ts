import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LargeLines } from '../../../src/document/formatted-sql/large-lines.ts'
import { HeldLines, type Line, type Lines } from '../../../src/document/formatted-sql/lines.ts'

const fragment = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('\n', '--', '-', '/*', ' ', '\t', 'select', '--rollback x') },
  { weight: 1, arbitrary: fc.constant('x'.repeat(70_000)) },
)

/** Candidates and, after each third of them, the line that follows. A line too long to be a directive has no text. */
function walk(lines: Lines): Line[] {
  const seen: Line[] = []
  for (let line = lines.nextCandidate(); line !== null; line = lines.nextCandidate()) {
    seen.push(shortened(line))
    const next = seen.length % 3 === 0 ? lines.nextLine() : null
    if (next !== null) seen.push(shortened(next))
  }
  return seen
}

function shortened(line: Line): Line {
  return line.end - line.start > 1 << 16 ? { ...line, text: '' } : line
}

test('a file in pieces has the same candidates, at the same offsets and lines, as held text', () => {
  const texts = fc.array(fragment, { maxLength: 40 }).map((parts) => parts.join(''))
  fc.assert(
    fc.property(texts, fc.array(fc.integer({ min: 1, max: 50_000 }), { minLength: 1, maxLength: 8 }), (text, sizes) => {
      const bytes = Buffer.from(text)
      const pieces: Buffer[] = []
      for (let at = 0, turn = 0; at < bytes.length; turn++) {
        const size = sizes[turn % sizes.length] ?? 1
        pieces.push(bytes.subarray(at, at + Math.max(size, bytes.length >> 6)))
        at += Math.max(size, bytes.length >> 6)
      }
      expect(walk(new LargeLines(pieces, 0))).toEqual(walk(new HeldLines(text)))
    }),
    { numRuns: 300 },
  )
})
