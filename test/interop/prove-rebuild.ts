import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { historyRows } from '../support/dump.ts'
import { dvm } from '../support/dvm.ts'
import { liquibase } from '../support/liquibase.ts'
import { apply, dvmOptions, packageSql, runLiquibase, type Source, type Stage, setStage, stateOf } from './stage.ts'

/** A changelog that real Liquibase deploys, and that our package must rebuild. */
export interface RebuildCase extends Source {
  readonly name: string
  /** Whether everything in it may run in one transaction. */
  readonly single: boolean
}

const patience = 120_000

/** The promises of a SQL package, for one changelog; the judge of each is what real Liquibase makes of the same files. */
export function proveRebuild(subject: RebuildCase): void {
  describe(subject.name, { timeout: patience }, () => {
    let stage: Stage
    beforeAll(async () => {
      stage = await setStage(subject)
      await packageSql(subject, packageIn(stage), ['--database-url', stage.deployed])
    }, patience)
    afterAll(() => stage?.leave())
    proveDeployed(subject, () => stage)
    proveOtherKinds(subject, () => stage)
    proveCommands(subject, () => stage)
  })
}

function packageIn(stage: Stage): string {
  return join(stage.folder, 'deployed.sql')
}

function proveDeployed(subject: RebuildCase, current: () => Stage): void {
  it('is rebuilt on an empty database: schema, data and history', async () => {
    const stage = current()
    const target = await stage.fresh()
    await apply(stage, target, packageIn(stage))
    expect(await stateOf(target)).toEqual(stage.expected)
  })

  it('leaves Liquibase as much to do as after its own update', async () => {
    const stage = current()
    const target = await stage.fresh()
    await apply(stage, target, packageIn(stage))
    expect(await undeployed(subject, target)).toEqual(await undeployed(subject, stage.deployed))
    expect(await validate(subject, target)).toBe(await validate(subject, stage.deployed))
    await runLiquibase(subject, target, 'update')
    expect(await stateOf(target)).toEqual(stage.expectedAgain)
  })

  it('runs a second time as a second Liquibase update does', async () => {
    const stage = current()
    const target = await stage.fresh()
    await apply(stage, target, packageIn(stage))
    await apply(stage, target, packageIn(stage))
    expect(await stateOf(target)).toEqual(stage.expectedAgain)
  })

  it('completes a database on which Liquibase stopped half-way', async () => {
    const stage = current()
    const target = await stage.copy(stage.half)
    await apply(stage, target, packageIn(stage))
    expect(await stateOf(target)).toEqual(stage.expectedFinished)
  })
}

function proveOtherKinds(subject: RebuildCase, current: () => Stage): void {
  it('is rebuilt from the files alone', async () => {
    const stage = current()
    const target = await stage.fresh()
    const offline = join(stage.folder, 'offline.sql')
    await packageSql(subject, offline, ['--kind', 'offline'])
    await apply(stage, target, offline)
    expect(await stateOf(target)).toEqual(stage.expected)
  })

  it('is completed by a package of what is pending', async () => {
    const stage = current()
    const target = await stage.copy(stage.half)
    const pending = join(stage.folder, 'pending.sql')
    await packageSql(subject, pending, ['--kind', 'pending', '--database-url', target])
    await apply(stage, target, pending)
    expect(await stateOf(target)).toEqual(stage.expectedFinished)
  })

  it(subject.single ? 'is rebuilt in a single transaction' : 'is refused as a single transaction', async () => {
    const stage = current()
    const single = join(stage.folder, 'single.sql')
    const options = ['--kind', 'offline', '--transaction', 'single']
    if (subject.single) {
      const target = await stage.fresh()
      await packageSql(subject, single, options)
      await apply(stage, target, single)
      expect(await stateOf(target)).toEqual(stage.expected)
    } else {
      const refused = await dvm(['package', 'sql', ...dvmOptions(subject), '--out', single, ...options])
      expect(refused).toMatchObject({ code: 3, stderr: expect.stringContaining('TRANSACTION_SINGLE_REFUSED') })
      expect(existsSync(single)).toBe(false)
    }
  })
}

function proveCommands(subject: RebuildCase, current: () => Stage): void {
  it('is deployed by dvm update, and by dvm apply', async () => {
    const stage = current()
    const updated = await stage.fresh()
    const update = await dvm(['update', ...dvmOptions(subject), '--database-url', updated])
    expect(update, update.stderr).toMatchObject({ code: 0 })
    expect(await stateOf(updated)).toEqual(stage.expected)
    const applied = await stage.fresh()
    const application = await dvm(['apply', packageIn(stage), '--database-url', applied])
    expect(application, application.stderr).toMatchObject({ code: 0 })
    expect(await stateOf(applied)).toEqual(stage.expected)
  })

  it('has the checksums that Liquibase writes when it only synchronises', async () => {
    const synced = await current().fresh()
    await runLiquibase(subject, synced, 'changelog-sync')
    const printed = await dvm(['checksums', ...dvmOptions(subject), '--format', 'tsv'])
    expect(printed, printed.stderr).toMatchObject({ code: 0 })
    const lines = printed.stdout.split('\n')
    const missing = (await historyRows(synced))
      .map((row) => [row.filename, row.id, row.author, row.md5sum ?? ''].map(escapeTsv).join('\t'))
      .filter((line) => !lines.includes(line))
    expect(missing).toEqual([])
  })
}

/** `validate` takes no contexts, and so fails on some changelogs that `update` accepts. */
async function validate({ changelog, searchPath, defines }: RebuildCase, url: string): Promise<number> {
  return (await liquibase(url, 'validate', { changelogFile: changelog, searchPath, defines })).exitCode
}

/** The changesets that `liquibase status` still lists: what runs always or may fail stays there for ever. */
async function undeployed(subject: RebuildCase, url: string): Promise<readonly string[]> {
  const { stdout } = await runLiquibase(subject, url, 'status', ['--verbose'])
  return stdout.split('\n').filter((line) => line.startsWith('     '))
}

function escapeTsv(text: string): string {
  const escapes: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }
  return text.replace(/[\\\t\n\r]/g, (character) => escapes[character] ?? character)
}
