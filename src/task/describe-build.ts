import type { BuildManifest } from '../model/report.ts'
import type { Context } from './context.ts'

/** The build manifest's fragment: builds a package into `file` (or a temporary one), checks health, measures both. */
export async function describeBuild(_context: Context, _file: string | null): Promise<BuildManifest> {
  throw new Error('not built yet')
}
