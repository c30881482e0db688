import { randomBytes } from 'node:crypto'
import { query } from './database.ts'

/** A copy of a database nobody is connected to; the caller drops it with `dropDatabase`. */
export async function copyDatabase(url: string): Promise<string> {
  const name = `c_${process.pid}_${randomBytes(5).toString('hex')}`
  await query(urlOf(url, 'postgres'), `CREATE DATABASE ${name} TEMPLATE "${nameOf(url)}"`)
  return urlOf(url, name)
}

export async function dropDatabase(url: string): Promise<void> {
  await query(urlOf(url, 'postgres'), `DROP DATABASE IF EXISTS "${nameOf(url)}" WITH (FORCE)`)
}

export function nameOf(url: string): string {
  return new URL(url).pathname.slice(1)
}

function urlOf(url: string, name: string): string {
  const copy = new URL(url)
  copy.pathname = `/${name}`
  return copy.href
}
