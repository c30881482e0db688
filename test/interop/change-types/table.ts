import { type ChangeCase, irreversibleKinds } from './change-case.ts'
import type { Aspect, Finding } from './judge.ts'
import { complaintsOf } from './ours.ts'

const rendering: readonly Aspect[] = ['read', 'outcome', 'first run', 'second run', 'nothing left', 'update']

/** What a run found out, change type by change type, as README.md quotes it. */
export async function tableOf(cases: readonly ChangeCase[], findings: readonly Finding[]): Promise<string> {
  const rows = [
    ['change type', 'rendered', 'checksum 8', 'checksum 9', 'rollback'],
    ['---', '---', '---', '---', '---'],
  ]
  for (const kind of [...new Set(cases.map((one) => one.kind))].sort()) {
    const mine = findings.filter((finding) => finding.cases.some((one) => one.kind === kind))
    const without = (...aspects: readonly Aspect[]) =>
      mine.some(({ aspect }) => aspects.includes(aspect)) ? 'no' : 'yes'
    const rendered = (await isRefused(cases, kind))
      ? 'never run: refused unless `--allow` names it'
      : without(...rendering)
    const rollback = irreversibleKinds.has(kind) ? 'none, as in Liquibase' : without('rollback')
    rows.push([`\`${kind}\``, rendered, without('checksum 8'), without('checksum 9'), rollback])
  }
  return rows.map((cells) => `| ${cells.join(' | ')} |\n`).join('')
}

/** Whether nothing of the kind is packaged by itself. */
async function isRefused(cases: readonly ChangeCase[], kind: string): Promise<boolean> {
  const [one] = cases.filter((each) => each.kind === kind)
  return one !== undefined && (await complaintsOf([one], 'xml', [])) !== null
}
