import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { dvm } from '../support/dvm.ts'

/** Steps of the fault changelog; every tenth is followed by an index built outside a transaction. */
export const stepCount = 60

export interface Sabotage {
  /** `step-30`: its last statements are replaced. `index-30`: its statement is. */
  readonly changeset: string
  readonly sql: string
}

/**
 * Writes a changelog whose steps can be counted from outside: step n makes table step_n, writes n into the journal and
 * sleeps a little, so that a kill can fall on every part of a run.
 */
export function writeFaultChangelog(folder: string, sabotage?: Sabotage): void {
  mkdirSync(folder, { recursive: true })
  const parts = ['--liquibase formatted sql', '--changeset robin:journal\ncreate table journal (step int not null);']
  for (let step = 1; step <= stepCount; step++) {
    parts.push(stepText(step, sabotage))
    if (step % 10 === 0) parts.push(indexText(step, sabotage))
  }
  writeFileSync(join(folder, 'steps.sql'), `${parts.join('\n\n')}\n`)
}

function stepText(step: number, sabotage: Sabotage | undefined): string {
  return `--changeset robin:step-${step}
create table step_${step} (n int);
insert into step_${step} select generate_series(1, 20);
insert into journal values (${step});
${sabotage?.changeset === `step-${step}` ? sabotage.sql : 'select pg_sleep(0.006);'}`
}

function indexText(step: number, sabotage: Sabotage | undefined): string {
  return `--changeset robin:index-${step} runInTransaction:false
${sabotage?.changeset === `index-${step}` ? sabotage.sql : `create index concurrently index_${step} on step_${step} (n);`}`
}

/** Packages the changelog of `folder` into `folder/name` and gives the file. */
export async function packageOf(folder: string, name: string, options: readonly string[] = []): Promise<string> {
  const out = join(folder, name)
  const kind = options.includes('--kind') ? [] : ['--kind', 'offline']
  const args = [
    'package',
    'sql',
    '--changelog',
    'steps.sql',
    '--search-path',
    folder,
    '--out',
    out,
    ...kind,
    ...options,
  ]
  const result = await dvm(args)
  expect(result, result.stderr).toMatchObject({ code: 0 })
  return out
}
