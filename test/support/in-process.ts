import { type ChildProcess, spawn } from 'node:child_process'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { buildSync } from 'esbuild'

/** Runs a program that imports our sources in a process of its own; lends it once it has printed its first line. */
export async function runInProcess(
  program: string,
  folder: string,
  args: readonly string[] = [],
): Promise<{ readonly child: ChildProcess; readonly line: string }> {
  // Node 20 runs no TypeScript: the program is bundled, packages and all.
  const outfile = join(folder, `program-${Math.random()}.mjs`)
  const require = `import { createRequire as from } from 'node:module'; const require = from(${JSON.stringify(resolve('package.json'))})`
  buildSync({
    stdin: { contents: program, resolveDir: resolve('.'), loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['pg-native'],
    banner: { js: require },
    outfile,
  })
  const child = spawn(process.execPath, [outfile, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  if (child.stdout === null) throw new Error('no output to read')
  for await (const line of createInterface({ input: child.stdout })) return { child, line }
  throw new Error('the process ended before it said anything')
}
