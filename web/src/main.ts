import { publishBuildMetadata, toBuildMetadata } from './build-metadata.ts'
import { startHealthMonitor } from './health-monitor.ts'
import { startHistoryTable } from './history-table.ts'
import { startPackageForm } from './package-form.ts'

const history = startHistoryTable()
const form = startPackageForm(() => {
  void monitor.check()
  void history.reload()
})
const monitor = startHealthMonitor((health) => form.allow(health.status === 'HEALTHY'))
publishBuildMetadata(() => toBuildMetadata(monitor.last()))
