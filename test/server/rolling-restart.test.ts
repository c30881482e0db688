import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { cleanEnvironment } from '../support/run-process.ts'
import { writeFiles } from '../support/write-files.ts'
import { startBalancer } from './balancer.ts'
import { ORDERS } from './start-server.ts'

const entry = fileURLToPath(new URL('../../dist/cli.js', import.meta.url))
const CLIENTS = 20

let own: FreshDatabase
let packaged: FreshDatabase
let folder = ''
let root = ''
const children = new Set<ChildProcess>()
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dvm-rolling-'))
  root = writeFiles({ 'master.sql': ORDERS })
  ;[own, packaged] = await Promise.all([freshDatabase(), freshDatabase()])
})
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL')
  await Promise.all([own.drop(), packaged.drop()])
  for (const each of [folder, root]) rmSync(each, { recursive: true, force: true })
})

interface Instance {
  readonly child: ChildProcess
  readonly url: string
}

/** One instance as operators start it; both share the tables of our own. */
async function startInstance(name: string): Promise<Instance> {
  const args = ['serve', '--format', 'json', '--port', '0', '--insecure-no-auth', '--drain-delay', '1s']
  args.push('--manager-url', own.url, '--database-url', packaged.url, '--changelog', 'master.sql')
  args.push('--search-path', root, '--state-dir', join(folder, name))
  const child = spawn(process.execPath, [entry, ...args], {
    env: cleanEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.add(child)
  let [said, told] = ['', '']
  child.stderr.on('data', (piece: Buffer) => {
    told += piece.toString()
  })
  for await (const piece of child.stdout) {
    said += String(piece)
    if (said.trimEnd().endsWith('}')) return { child, url: JSON.parse(said).url }
  }
  throw new Error(`the server ended before it listened: ${told}`)
}

async function stopInstance({ child }: Instance): Promise<void> {
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  expect(await gone).toEqual([0, null])
  children.delete(child)
}

it('two instances behind a balancer are restarted one after the other, and no client sees an error', async () => {
  const balancer = await startBalancer()
  // At once: both find the tables missing, and one of them makes them.
  const instances = await Promise.all(['a', 'b'].map(startInstance))
  for (const [index, { url }] of instances.entries()) balancer.place(index, url)
  await expect.poll(() => balancer.isReady(0) && balancer.isReady(1), { timeout: 30_000 }).toBe(true)

  let going = true
  let answered = 0
  const failures: string[] = []
  const client = async (index: number): Promise<void> => {
    const path = index % 2 === 0 ? '/api/v1/database-versions' : '/api/v1/database-versions/package/sql'
    while (going) {
      try {
        const reply = await fetch(`${balancer.url}${path}`)
        const text = await reply.text()
        if (reply.status !== 200) failures.push(`${reply.status} ${text}`)
        answered += 1
      } catch (error) {
        failures.push(String(error))
      }
    }
  }
  const clients = Array.from({ length: CLIENTS }, (_, index) => client(index))
  for (const [index, instance] of instances.entries()) {
    await stopInstance(instance)
    const next = await startInstance(`next-${index}`)
    balancer.place(index, next.url)
    await expect.poll(() => balancer.isReady(index), { timeout: 30_000 }).toBe(true)
  }
  going = false
  await Promise.all(clients)
  await balancer.close()

  expect(failures).toEqual([])
  expect(answered).toBeGreaterThan(CLIENTS * 2)
}, 120_000)
