// What `npm test` runs: types, lint, import rules, then every suite this machine can run. With arguments
// (`npm test -- test/sql`) vitest alone, on those files. The last line is `N passed, N failed`.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describeMissing, findMissing, suites } from './machine.mjs'

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))))
const ci = process.env.CI === 'true'
const only = process.argv.slice(2)

const checks = [
  ['types', 'typescript/bin/tsc', ['-p', 'tsconfig.json', '--noEmit']],
  ['types of web', 'typescript/bin/tsc', ['-p', 'web/tsconfig.json', '--noEmit']],
  ['lint', '@biomejs/biome/bin/biome', ['check', '.']],
  ['import rules', 'dependency-cruiser/bin/dependency-cruise.mjs', ['--config', '.dependency-cruiser.cjs', 'src']],
]

async function main() {
  const missing = findMissing()
  const runnable = suites.filter((suite) => !missing.some((need) => need.suites.includes(suite)))
  const broken = only.length === 0 ? await runChecks() : []
  const tests = await runVitest(only, runnable)
  const lines = [...broken.map((name) => `failed: ${name}`)]
  for (const suite of suites.filter((name) => !runnable.includes(name))) lines.push(`not run: suite ${suite}`)
  lines.push(...missing.map(describeMissing))
  if (tests.skipped > 0) lines.push(`skipped: ${tests.skipped} tests`)
  if (tests.failed === 0 && tests.code !== 0) lines.push(`failed: vitest ended with exit code ${tests.code}`)
  const incomplete = runnable.length < suites.length || tests.skipped > 0
  if (ci && incomplete) lines.push('failed: with CI=true every suite and every test has to run')
  const failed = broken.length > 0 || tests.code !== 0 || tests.failed > 0 || (ci && incomplete)
  for (const line of lines) console.log(line)
  console.log(`${tests.passed} passed, ${tests.failed + broken.length} failed`)
  process.exitCode = failed ? 1 : 0
}

async function runChecks() {
  const results = await Promise.all(
    checks.map(async ([name, script, args]) => {
      const { code, output } = await run(join('node_modules', script), args, 'pipe')
      if (code !== 0) console.log(`--- ${name}\n${output.trim()}`)
      console.log(`${code === 0 ? 'passed' : 'FAILED'}: ${name}`)
      return code === 0 ? [] : [name]
    }),
  )
  return results.flat()
}

async function runVitest(files, projects) {
  if (projects.length === 0) return { code: 0, passed: 0, failed: 0, skipped: 0 }
  const folder = mkdtempSync(join(tmpdir(), 'dvm-report-'))
  const report = join(folder, 'report.json')
  const choice = projects.map((name) => `--project=${name}`)
  // A suite that has no test yet is no failure; a file that was asked for and is not there is one.
  const none = files.length === 0 ? ['--passWithNoTests'] : []
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const { code } = await run(
    'node_modules/vitest/vitest.mjs',
    ['run', ...choice, ...none, ...reporters, ...files],
    'inherit',
  )
  const counts = existsSync(report)
    ? count(JSON.parse(readFileSync(report, 'utf8')))
    : { passed: 0, failed: 0, skipped: 0 }
  rmSync(folder, { recursive: true, force: true })
  return { code, ...counts }
}

/** A file that could not be loaded has no tests to count: it counts as one that failed. */
function count({ numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults }) {
  const unloaded = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  )
  return {
    passed: numPassedTests,
    failed: numFailedTests + unloaded.length,
    skipped: numPendingTests + (numTodoTests ?? 0),
  }
}

function run(script, args, stdio) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', stdio, stdio] })
    const output = []
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (piece) => output.push(piece))
    child.once('error', reject)
    child.once('close', (code) => resolve({ code: code ?? 1, output: Buffer.concat(output).toString() }))
  })
}

await main()
