import { expect, test } from 'vitest'
import { type XmlElement, XmlWriter } from '../../src/document/write-xml.ts'
import { parseXml } from '../../src/document/xml.ts'
import { heldBody } from '../../src/model/body.ts'

function element(name: string, rest: Partial<XmlElement> = {}): XmlElement {
  return { name, attributes: [], children: [], text: null, place: null, ...rest }
}

function write(
  children: readonly XmlElement[],
  pieces: (text: string) => Iterable<string> = (text) => [text],
): { readonly text: string; readonly forbidden: readonly string[] } {
  const forbidden: string[] = []
  let text = ''
  const writer = new XmlWriter(
    (piece) => {
      text += piece
    },
    {
      text: (body) => pieces(body.kind === 'held' ? body.text : ''),
      attribute: (value) => value,
      forbidden: (character, { name }) => forbidden.push(`${name} ${character.codePointAt(0)}`),
    },
  )
  const root = { name: 'root', namespace: 'urn:x', extension: 'urn:x-ext', attributes: [], comment: [] }
  writer.open(root)
  for (const child of children) writer.element(child)
  writer.close()
  return { text, forbidden }
}

/** Text that is markup elsewhere, or that readers change: what xmlbuilder2 takes for an entity is one of them. */
const awkward = [
  'a < b && c > d',
  '&lt; &amp;amp; &#10; &nbsp;',
  ']]> and ]]]]>> and <![CDATA[',
  `"double" and 'single'`,
  'one\ntwo\r\nthree\rfour\tfive',
  '{ "json": 1 }',
  '<sql>',
  'größe 漢 😀 \u0085 \u2028',
]

test.each(awkward)('an attribute is read as it was given: %j', (text) => {
  const root = parseXml(write([element('a', { attributes: [['x', text]] })]).text, 'x.xml')
  expect(root.children.at(-1)?.children[0]?.value).toBe(text)
})

test.each(awkward)('text is read as it was given, however it is cut: %j', (text) => {
  for (const size of [1, 2, 1000]) {
    const cut = function* (whole: string) {
      const letters = [...whole]
      for (let at = 0; at < letters.length; at += size) yield letters.slice(at, at + size).join('')
    }
    const root = parseXml(write([element('a', { text: heldBody(text) })], cut).text, 'x.xml')
    expect(root.children.at(-1)?.value).toBe(text)
  }
})

test.each(['\u0000', '\u000c', '\u001b', '\ufffe', '\ud800'])('what XML cannot hold is told: %j', (character) => {
  const parts = [
    element('a', { attributes: [['x', `1${character}`]] }),
    element('b', { text: heldBody(`2${character}`) }),
  ]
  const code = character.codePointAt(0)
  expect(write(parts).forbidden).toEqual([`a ${code}`, `b ${code}`])
})

test('a tree is indented, text is not, and what is foreign has its prefix', () => {
  const { text } = write([
    element('a', {
      children: [
        element('b', { text: heldBody('if a < b') }),
        element('c', { foreign: true, attributes: [['n', '1']] }),
      ],
    }),
  ])
  expect(text.split('\n').slice(2)).toEqual([
    '  <a>',
    '    <b><![CDATA[if a < b]]></b>',
    '    <ext:c n="1"/>',
    '  </a>',
    '</root>',
    '',
  ])
})
