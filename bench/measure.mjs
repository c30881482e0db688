// Runs a command as a whole process and weighs it from outside, so that every contestant is measured alike.
import { spawn, spawnSync } from 'node:child_process'
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const POLL_MILLISECONDS = 10
// GNU time asks the kernel when the process ends, which is exact. It also stands between us and the command: what a child
// of ours inherits as its peak is the size of this Node process.
const gnuTime = spawnSync('/usr/bin/time', ['--version'], { encoding: 'utf8' })
const hasGnuTime = gnuTime.error === undefined && /GNU/.test(`${gnuTime.stdout}${gnuTime.stderr}`)
const hasProc = existsSync('/proc/self/status')

/** How memory and CPU are weighed here, for the report. */
export const meter = hasGnuTime ? 'GNU time' : hasProc ? `/proc every ${POLL_MILLISECONDS} ms` : 'wall clock only'

/**
 * Runs `{ program, args, cwd, env, stdout }` (`stdout`: a file to write, or nothing) to its end. Gives `wall` and `cpu`
 * (user and system) in seconds, `peak` in MB: the largest process, `tree` in MB: the most that the process and all its
 * children held at one moment, as seen by polling. `null` where the machine cannot tell. A failed command throws.
 */
export async function measure(command) {
  const folder = mkdtempSync(join(tmpdir(), 'dvm-bench-'))
  const facts = join(folder, 'time')
  const wrap = hasGnuTime ? ['/usr/bin/time', '-q', '-o', facts, '-f', '%U %S %M', command.program] : [command.program]
  const [program, ...first] = wrap
  const out = command.stdout === undefined ? null : openSync(command.stdout, 'w')
  let child = null
  const clear = () => {
    if (child !== null && child.exitCode === null && child.signalCode === null) endGroup(child.pid)
    rmSync(folder, { recursive: true, force: true })
  }
  process.on('exit', clear)
  try {
    const began = performance.now()
    child = spawn(program, [...first, ...command.args], {
      cwd: command.cwd,
      env: { ...plainEnvironment(), ...command.env },
      stdio: ['ignore', out ?? 'ignore', 'pipe'],
      // A group of its own, so that an interrupted bench can end the command behind GNU time, too.
      detached: true,
    })
    const watch = watchTree(child.pid)
    const failure = await ended(child)
    const wall = (performance.now() - began) / 1000
    const seen = watch.stop()
    if (failure !== null) throw new Error(`${command.program} ${command.args.join(' ').slice(0, 500)}\n${failure}`)
    const exact = hasGnuTime ? readTime(facts) : { cpu: seen.cpu, peak: seen.peak }
    return { wall, ...exact, tree: seen.tree === null ? null : Math.max(seen.tree, exact.peak ?? 0) }
  } finally {
    process.removeListener('exit', clear)
    if (out !== null) closeSync(out)
    clear()
  }
}

function endGroup(pid) {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch (error) {
    if (error.code !== 'ESRCH') throw error
  }
}

/** Ours, without what would send a contestant elsewhere or tune it. */
function plainEnvironment() {
  const tuning = /^(PG|LIQUIBASE|DVM_|DATABASE_URL$|NODE_OPTIONS$|JAVA_|JDK_JAVA_)/
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !tuning.test(name)))
}

/** `null`, or how the command failed, with the end of what it said. */
function ended(child) {
  return new Promise((resolve) => {
    let said = ''
    child.stderr.on('data', (chunk) => {
      said = `${said}${chunk}`.slice(-4000)
    })
    child.once('error', (error) => resolve(error.message))
    child.once('close', (code, signal) => resolve(code === 0 ? null : `ended with ${code ?? signal}\n${said}`))
  })
}

function readTime(file) {
  const [user = 0, system = 0, kilobytes = 0] = readFileSync(file, 'utf8').trim().split(' ').map(Number)
  return { cpu: user + system, peak: kilobytes / 1024 }
}

function watchTree(pid) {
  if (!hasProc || pid === undefined) return { stop: () => ({ cpu: null, peak: null, tree: null }) }
  const cpuOf = new Map()
  let peak = 0
  let tree = 0
  const look = () => {
    let together = 0
    for (const member of withDescendants(pid)) {
      const now = readProcess(member)
      if (now === null) continue
      together += now.resident
      peak = Math.max(peak, now.highest)
      cpuOf.set(member, now.cpu)
    }
    tree = Math.max(tree, together)
  }
  const timer = setInterval(look, POLL_MILLISECONDS)
  const stop = () => {
    clearInterval(timer)
    return { cpu: [...cpuOf.values()].reduce((sum, one) => sum + one, 0), peak, tree }
  }
  return { stop }
}

function withDescendants(pid) {
  const found = [pid]
  for (const member of found) {
    const children = readProc(`/proc/${member}/task/${member}/children`) ?? ''
    found.push(...children.split(' ').filter((one) => one !== ''))
  }
  return found
}

function readProcess(pid) {
  const status = readProc(`/proc/${pid}/status`)
  const stat = readProc(`/proc/${pid}/stat`)
  if (status === null || stat === null) return null
  const megabytes = (name) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0) / 1024
  // The name of the program stands in brackets and may hold blanks; utime and stime are fields 14 and 15, in 1/100 s.
  const [user, system] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13)
  return { resident: megabytes('VmRSS'), highest: megabytes('VmHWM'), cpu: (Number(user) + Number(system)) / 100 }
}

/** `null` for a process that has just ended. */
function readProc(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ESRCH') return null
    throw error
  }
}
