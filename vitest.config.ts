import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

// Not `extends: true`: every project would then start a cluster of its own.
const suite = (name: string, include: string[], exclude: string[] = []) => ({
  test: {
    name,
    include,
    exclude: ['**/node_modules/**', ...exclude],
    testTimeout: name === 'unit' ? 30_000 : 180_000,
    hookTimeout: 120_000,
  },
})

// The unit suite needs no more than Node and npm bring.
const clientPrograms = ['test/database/tool.test.ts']

export default defineConfig({
  test: {
    globalSetup: ['test/support/global-setup.ts'],
    // Tests wait for servers and other processes more than they compute: vitest's own choice leaves one of two cores idle.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      suite('unit', ['test/**/*.test.ts'], ['test/{interop,fault,e2e}/**', ...clientPrograms]),
      suite('interop', ['test/interop/**/*.test.ts', ...clientPrograms]),
      suite('fault', ['test/fault/**/*.test.ts']),
      suite('e2e', ['test/e2e/**/*.test.ts']),
    ],
  },
})
