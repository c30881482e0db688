import { expect, test } from 'vitest'
import { complaints, read, xml } from './tree.ts'

const declared = (encoding: string) =>
  `<?xml version="1.0" encoding="${encoding}"?>\n${xml('<changeSet id="1" author="Jürg"><empty/></changeSet>')}`

test.each([
  ['ISO-8859-1', Buffer.from(declared('ISO-8859-1'), 'latin1')],
  ['windows-1252', Buffer.from(declared('windows-1252'), 'latin1')],
  ['UTF-8', Buffer.from(declared('UTF-8'))],
])('an XML changelog is read in the encoding it declares: %s', (_encoding, bytes) => {
  expect(read({ 'root.xml': bytes }).changesets[0]?.key.author).toBe('Jürg')
})

test('bytes that the declared encoding does not have are refused with their place', () => {
  const bytes = Buffer.concat([Buffer.from(declared('UTF-8').slice(0, 50)), Buffer.from([0xff])])
  expect(complaints({ 'root.xml': bytes })).toEqual([expect.stringMatching(/^root\.xml:2:\d+ ENCODING_INVALID$/)])
})
