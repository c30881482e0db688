import { expect, test } from 'vitest'
import { type ReportPage, reportPage } from '../../src/template/report-page.ts'

const attack = `</code><script>alert(1)</script>" onload='x' & {{markup title}} \u202e\u0007`
const page: ReportPage = {
  title: attack,
  subtitle: attack,
  verdict: { good: false, text: attack },
  blocks: [
    { kind: 'text', title: attack, paragraphs: [attack], command: attack, items: [attack] },
    { kind: 'table', title: attack, head: [attack], rows: [[attack]] },
    {
      kind: 'differences',
      title: attack,
      paragraphs: [attack],
      words: { missing: attack, extra: attack, changed: attack },
      differences: [
        {
          kind: 'view',
          name: attack,
          of: null,
          state: 'changed',
          facts: [{ fact: attack, left: `a\n${attack}\nb`, right: `a\nb\n${attack}` }],
        },
      ],
    },
  ],
}

test('whatever a database holds is text in a report: no markup, no hole, nothing that turns it around', () => {
  const html = reportPage(page)
  expect(html).not.toMatch(/<script|onload='|\u202e|\u0007/)
  expect(html.match(/&lt;script&gt;/g)?.length).toBeGreaterThan(12)
  expect(html).toContain('&amp; {{markup title}} \\u202e\\u0007')
})

test('a report is one file: nothing to load, nothing that runs, and a form for dark screens and for paper', () => {
  const html = reportPage({ ...page, blocks: [] })
  expect(html).not.toMatch(/<(script|link|img|iframe)|url\(|@import|https?:/)
  expect(html).toContain('prefers-color-scheme: dark')
  expect(html).toContain('@media print')
  expect(html).toContain(`default-src 'none'`)
})
