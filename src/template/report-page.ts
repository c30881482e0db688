import { diffLines } from '../kit/diff-lines.ts'
import { PRODUCT, PRODUCT_VERSION } from '../kit/version.ts'
import type { SchemaDifference } from '../model/schema.ts'
import { readProductFile } from '../storage/read-product-file.ts'
import { fillTemplate, type HoleValues, parseTemplate, type Template } from './template.ts'

/** A report for a person who has a minute: what came out, then why. */
export interface ReportPage {
  readonly title: string
  readonly subtitle: string
  readonly verdict: { readonly good: boolean; readonly text: string }
  readonly blocks: readonly ReportBlock[]
}

export type ReportBlock =
  | {
      readonly kind: 'text'
      readonly title: string
      readonly paragraphs: readonly string[]
      readonly command?: string | null
      readonly items?: readonly string[]
    }
  | {
      readonly kind: 'table'
      readonly title: string
      readonly head: readonly string[]
      readonly rows: readonly (readonly string[])[]
    }
  | {
      readonly kind: 'differences'
      readonly title: string
      readonly paragraphs: readonly string[]
      readonly differences: readonly SchemaDifference[]
      /** What `missing` and `extra` mean here, e.g. `only in source`. */
      readonly words: Readonly<Record<SchemaDifference['state'], string>>
    }

type Fill = (name: string, values: HoleValues) => string

/**
 * One HTML file that needs nothing else and runs nothing: style inside, no script, light or dark as the reader's system is,
 * for screen and paper. Every value is escaped by its hole. FILE_UNREADABLE on a broken installation.
 */
export function reportPage(page: ReportPage): string {
  const templates = new Map<string, Template>()
  const fill: Fill = (name, values) => {
    const template = templates.get(name) ?? parseTemplate(name, readTemplate(name))
    templates.set(name, template)
    return fillTemplate(template, values)
  }
  const blocks = page.blocks.map((block) => fill('block', { title: block.title, body: fillBlock(fill, block) }))
  return `${fill('page', {
    title: page.title,
    subtitle: page.subtitle,
    tone: page.verdict.good ? 'good' : 'bad',
    verdict: page.verdict.text,
    blocks: blocks.join('\n'),
    footer: `${PRODUCT} ${PRODUCT_VERSION}`,
  })}\n`
}

function readTemplate(name: string): string {
  return readProductFile(`templates/report/${name}.html`).replace(/\n$/, '')
}

function fillBlock(fill: Fill, block: ReportBlock): string {
  switch (block.kind) {
    case 'text':
      return [
        ...paragraphs(fill, block.paragraphs),
        ...(block.command ? [fill('command', { text: block.command })] : []),
        ...list(fill, block.items ?? []),
      ].join('\n')
    case 'table':
      return fillTable(fill, block.head, block.rows)
    case 'differences':
      return [
        ...paragraphs(fill, block.paragraphs),
        ...block.differences.map((difference) => fillDifference(fill, difference, block.words)),
      ].join('\n')
    default:
      return block satisfies never
  }
}

function paragraphs(fill: Fill, texts: readonly string[]): readonly string[] {
  return texts.map((text) => fill('paragraph', { text }))
}

function list(fill: Fill, items: readonly string[]): readonly string[] {
  if (items.length === 0) return []
  return [fill('list', { items: items.map((text) => fill('item', { text })).join('\n') })]
}

function fillTable(fill: Fill, head: readonly string[], rows: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[]): string =>
    fill('row', { cells: cells.map((text) => fill('cell', { text })).join('') })
  return fill('table', {
    head: head.map((text) => fill('head-cell', { text })).join(''),
    rows: rows.map(row).join('\n'),
  })
}

function fillDifference(
  fill: Fill,
  { kind, name, state, facts }: SchemaDifference,
  words: Readonly<Record<SchemaDifference['state'], string>>,
): string {
  const told = facts.map(({ fact, left, right }) => {
    const lines = diffLines(left, right).map(({ in: side, text }) =>
      fill(side === 'left' || side === 'right' ? side : 'both', { text }),
    )
    return fill('fact', { fact, lines: lines.join('') })
  })
  return fill('object', { state: words[state], kind, name, facts: told.join('\n') })
}
