import { compose } from '../../src/compose.ts'
import type { PackageRange } from '../../src/model/settings.ts'
import type { VerificationReport } from '../../src/model/verification.ts'
import type { Context } from '../../src/task/context.ts'
import { type VerifyRequest, verifyPackage } from '../../src/task/verify-package.ts'
import { makeTree } from '../parse/tree.ts'
import { withFreshDatabase } from '../support/database.ts'
import { deploy, type Files, settingsIn } from '../support/package.ts'

export interface Scene {
  readonly folder: string
  readonly url: string
  context<T>(use: (context: Context) => Promise<T>, range?: PackageRange): Promise<T>
  verify(file: string, request?: Partial<VerifyRequest>): Promise<VerificationReport>
}

/** Lends a live database that ran the changelog, and the changelog. */
export async function onLive(tree: Files, use: (scene: Scene) => Promise<void>): Promise<void> {
  await withFreshDatabase(async (url) => {
    await deploy(url, tree)
    const folder = makeTree(tree)
    const context = async <T>(run: (given: Context) => Promise<T>, range: PackageRange | null = null): Promise<T> => {
      const given = await compose({ ...settingsIn(folder, tree, { url }), range })
      try {
        return await run(given)
      } finally {
        await given.database?.close()
      }
    }
    const verify = (file: string, request: Partial<VerifyRequest> = {}): Promise<VerificationReport> =>
      context((given) => verifyPackage(given, { ...usual, file, ...request }))
    await use({ folder, url, context, verify })
  })
}

export const usual = {
  base: [],
  scope: { schemas: null, ignore: [], owners: false, privileges: true },
  data: false,
  scratch: null,
  prepare: null,
}
/** What was tried, and how it went. */
export const titles = ({ steps }: VerificationReport): string[] =>
  steps.map(({ title, ok }) => `${title}: ${ok ? 'ok' : 'failed'}`)
