import { describe, expect, test } from 'vitest'
import { parseXml } from '../../src/document/xml.ts'

describe('text', () => {
  test('character data and CDATA are joined and trimmed; children are apart', () => {
    const element = parseXml('<a> one <b>two</b><![CDATA[ <3> ]]>&lt;&#52;&gt;\r\n</a>', 'f.xml')
    expect(element.value).toBe('one  <3> <4>')
    expect(element.children.map((child) => child.value)).toEqual(['two'])
  })

  test('line ends become line feeds, written ones stay', () => {
    expect(parseXml('<a>1\r\n2\r3&#13;4</a>', 'f.xml').value).toBe('1\n2\n3\r4')
  })

  test('its place is that of its first visible character', () => {
    const text = '<a>\n <!-- no -->\n  <![CDATA[\n   x]]></a>'
    expect(parseXml(text, 'f.xml').valuePlace).toEqual({ file: 'f.xml', line: 4, column: 4 })
  })
})

test('attributes: white space becomes blanks unless it is written as a number', () => {
  const { children } = parseXml('<a x="1\r\n\t2&#10;3" y=\'"\'/>', 'f.xml')
  expect(children.map(({ form, name, value }) => [form, name, value])).toEqual([
    ['attribute', 'x', '1  2\n3'],
    ['attribute', 'y', '"'],
  ])
})

test('an attribute and its value have places of their own, whatever stands before them', () => {
  const text = `<?xml version="1.0"?>\n<a xmlns="u" x = '1>"'\n\ty="2"><b\n z="&lt;"/>text</a>`
  const { children, valuePlace } = parseXml(text, 'f.xml')
  const [x, y, b] = children
  const places = [x, y, b?.children[0]].map((node) =>
    [node?.place, node?.valuePlace].map((place) => `${place?.line}:${place?.column}`),
  )
  expect(places).toEqual([
    ['2:14', '2:19'],
    ['3:2', '3:5'],
    ['4:2', '4:5'],
  ])
  expect(valuePlace).toMatchObject({ line: 4, column: 12 })
})

test('names lose their namespace, and namespaces are no attributes', () => {
  const element = parseXml('<p:a xmlns:p="u" xmlns="v" p:x="1"/>', 'f.xml')
  expect(element.name).toBe('a')
  expect(element.children.map(({ name }) => name)).toEqual(['x'])
})

test('elements know where they begin', () => {
  const root = parseXml('<?xml version="1.0"?>\r\n<!-- <b> -->\r\n<a\n>\n  <b\n  x="1"/></a>', 'f.xml')
  expect([root.place, root.children[0]?.place].map((place) => [place?.line, place?.column])).toEqual([
    [3, 1],
    [5, 3],
  ])
})

test.each([
  ['<a>', '1:3', 'unclosed tag'],
  ['<a>\n<b></a>', '2:7', 'unexpected close tag'],
  ['', '1:1', 'root element'],
  ['<a/><b/>', '1:7', 'only one root'],
  ['<a x=1/>', '1:6', 'unquoted attribute'],
  ['<a>\u0001</a>', '1:4', 'disallowed character'],
  ['<q:a/>', '1:6', 'unbound namespace'],
  ['<a>'.repeat(300), '1:603', 'nested more than'],
])('%s is refused with its place', (text, place, reason) => {
  expect(() => parseXml(text, 'f.xml')).toThrow(new RegExp(`^f.xml:${place}: .*${reason}`))
})

test('an encoding that is not known is refused where it matters', () => {
  expect(parseXml('<?xml version="1.0" encoding="x-none"?><a>e</a>', 'f.xml').value).toBe('e')
  expect(() => parseXml('<?xml version="1.0" encoding="x-none"?><a>é</a>', 'f.xml')).toThrow('ENCODING_INVALID')
})
