import { spawn } from 'node:child_process'
import { fail } from '../errors/dvm-error.ts'
import { redact } from '../kit/redact.ts'
import type { DatabaseTarget } from '../model/settings.ts'

export type ToolName = 'psql' | 'pg_dump'

export interface ToolResult {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/**
 * Runs a PostgreSQL client program, found on PATH, against the target. The password goes by environment: a command line
 * can be read by every user of the machine. Any exit code is a result; fails with TOOL_NOT_FOUND where there is no such
 * program.
 */
export async function runTool(
  name: ToolName,
  target: DatabaseTarget,
  args: readonly string[],
  input: string | null = null,
): Promise<ToolResult> {
  const child = spawn(name, args, { env: toolEnvironment(target), stdio: ['pipe', 'pipe', 'pipe'] })
  const [out, err]: [Buffer[], Buffer[]] = [[], []]
  child.stdout.on('data', (piece: Buffer) => out.push(piece))
  child.stderr.on('data', (piece: Buffer) => err.push(piece))
  // A program that ends before it has read everything says why by its exit code.
  child.stdin.on('error', () => undefined)
  child.stdin.end(input ?? '')
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', (cause) => reject(fail('TOOL_NOT_FOUND', { tool: name }, null, { cause })))
    child.once('close', (exit) => resolve(exit ?? 1))
  })
  const secrets = target.password === null ? [] : [target.password]
  return { code, stdout: Buffer.concat(out).toString(), stderr: redact(Buffer.concat(err).toString(), secrets) }
}

/** Variables of libpq that name no database: where secrets and certificates are. */
const KEPT = /^PG(PASSFILE|SSL(ROOTCERT|CERT|KEY|CRL|CRLDIR))$/

/** The environment in which a client program finds the target, and nothing that would lead it elsewhere. */
export function toolEnvironment(target: DatabaseTarget): NodeJS.ProcessEnv {
  const { host, port, database, user, password, ssl, parameters } = target
  const mode = ssl === false ? 'prefer' : ssl === true || ssl.rejectUnauthorized ? 'verify-full' : 'require'
  return {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('PG') || KEPT.test(name))),
    PGHOST: host,
    PGPORT: String(port),
    PGDATABASE: database,
    PGUSER: user,
    PGSSLMODE: mode,
    PGAPPNAME: parameters['application_name'] ?? 'dvm',
    ...(password === null ? {} : { PGPASSWORD: password }),
    ...(parameters['options'] === undefined ? {} : { PGOPTIONS: parameters['options'] }),
  }
}
