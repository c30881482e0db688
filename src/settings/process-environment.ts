import type { Environment } from './settings-input.ts'

/** The environment of this process, as it is now. No other file reads `process.env`. */
export function processEnvironment(): Environment {
  return { ...process.env }
}
