import type { Health } from './health-monitor.ts'

const COMPONENT = 'DatabaseVersionManager'

/** What this component says about itself to the page it lives in; shape of the specification. */
export interface BuildMetadata {
  readonly component: string
  readonly version: string | null
  readonly healthStatus: string
  readonly lastHealthCheck: string | null
  readonly capabilities: {
    readonly packageGeneration: boolean
    readonly liquibaseSupport: boolean
    readonly healthMonitoring: boolean
    readonly selfContainedPackages: boolean
  }
  readonly database: {
    readonly connected: boolean
    readonly migrationCount: number
    readonly lastMigration: string | null
  }
  readonly deploymentReady: boolean
}

interface ComponentVersionTracker {
  registerComponent(
    name: string,
    component: {
      getVersion(): BuildMetadata
      getHealthStatus(): string
      getDatabaseInfo(): BuildMetadata['database']
    },
  ): void
}

declare global {
  interface Window {
    /** Defined by a host page that collects the versions of its components. */
    ComponentVersionTracker?: ComponentVersionTracker
    databaseVersionManager?: { getBuildMetadata(): BuildMetadata }
  }
}

export function toBuildMetadata(health: Health | null): BuildMetadata {
  const report = health?.report ?? null
  return {
    component: COMPONENT,
    version: report?.system.version ?? null,
    healthStatus: health?.status ?? 'UNKNOWN',
    lastHealthCheck: health?.checkedAt.toISOString() ?? null,
    capabilities: {
      packageGeneration: report?.packageGeneration.available ?? false,
      liquibaseSupport: true,
      healthMonitoring: true,
      selfContainedPackages: true,
    },
    database: report?.database ?? { connected: false, migrationCount: 0, lastMigration: null },
    deploymentReady: health?.status === 'HEALTHY',
  }
}

/** Makes `getBuildMetadata()` callable for the host page, and registers it where the page has a tracker. */
export function publishBuildMetadata(getBuildMetadata: () => BuildMetadata): void {
  window.databaseVersionManager = { getBuildMetadata }
  const tracker = window.ComponentVersionTracker
  if (typeof tracker?.registerComponent !== 'function') return
  tracker.registerComponent(COMPONENT, {
    getVersion: getBuildMetadata,
    getHealthStatus: () => getBuildMetadata().healthStatus,
    getDatabaseInfo: () => getBuildMetadata().database,
  })
}
