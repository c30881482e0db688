import type { Health } from './health-monitor.ts'
import { startJobList } from './job-list.ts'
import { startPackageForm } from './package-form.ts'
import type { Standing } from './standing.ts'

export interface PackagesView {
  load(): Promise<void>
  /** Null: not known yet. */
  setHealth(health: Health | null): void
}

/** The form of a new package, and the latest ones. `onDone` is told after each try. */
export function startPackagesView(standingOf: () => Standing, onDone: () => void): PackagesView {
  const jobs = startJobList()
  const form = startPackageForm(standingOf, () => {
    onDone()
    void jobs.reload()
  })
  const load = async (): Promise<void> => {
    form.refresh()
    const [active] = await jobs.reload()
    if (active !== undefined) form.resume(active)
  }
  return { load, setHealth: form.setHealth }
}
