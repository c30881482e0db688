import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { fail } from '../errors/dvm-error.ts'
import type { Parts } from './parts.ts'

/** Longer than any password; what a mistaken pipe sends ends here. */
const LONGEST_LINE = 4096

/**
 * A password, never from an argument, which others would see: typed twice without echo on a terminal, else the first line
 * of standard input. It is known as a secret from then on. Fails with USAGE where there is none, or the two differ.
 */
export async function readPassword(parts: Parts): Promise<string> {
  if (parts.stdin.isTTY !== true) return known(parts, await readLine(parts))
  const first = await ask(parts, 'Password: ')
  if ((await ask(parts, 'Once more: ')) !== first) throw fail('USAGE', { detail: 'the two passwords differ' })
  return known(parts, first)
}

function known(parts: Parts, password: string): string {
  if (password === '') throw fail('USAGE', { detail: 'there is no password on standard input' })
  parts.secrets.push(password)
  return password
}

async function readLine({ stdin }: Parts): Promise<string> {
  let text = ''
  for await (const chunk of stdin.setEncoding('utf8')) {
    text += String(chunk)
    if (text.includes('\n') || text.length > LONGEST_LINE) break
  }
  if (text.length > LONGEST_LINE) throw fail('USAGE', { detail: 'the first line of standard input is no password' })
  return text.replace(/\r?\n[\s\S]*$/, '')
}

function ask({ stdin, stderr }: Parts, prompt: string): Promise<string> {
  stderr.write(prompt)
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const line = createInterface({ input: stdin, output: silent, terminal: true })
  return new Promise((resolve, reject) => {
    line.on('line', (text) => {
      resolve(text)
      line.close()
    })
    // After an answer this comes too late to matter.
    line.on('close', () => {
      stderr.write('\n')
      reject(fail('USAGE', { detail: 'nobody typed a password' }))
    })
    line.on('SIGINT', () => line.close())
  })
}
