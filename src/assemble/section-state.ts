import type { PackageTemplates } from '../template/load-templates.ts'
import type { HoleValues } from '../template/template.ts'
import type { PackagePlan } from './package-plan.ts'

/** Where text goes, and how much went there. */
export interface PackageSink {
  write(text: string): void
  /** Bytes written so far. */
  readonly bytes: number
  /** Lines written so far. */
  readonly lines: number
  /** SHA-256 of every byte written so far, hex. */
  digest(): string
}

/** What every section of a package shares. */
export interface SectionState {
  readonly plan: PackagePlan
  readonly templates: PackageTemplates
  readonly sink: PackageSink
  readonly id: string
  /** Values of holes that are the same in every section. */
  readonly common: HoleValues
}
