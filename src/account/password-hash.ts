import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'
import { inTurn, waitingFor } from '../kit/in-turn.ts'

interface Cost {
  /** Binary logarithm of N. */
  readonly ln: number
  readonly r: number
  readonly p: number
}

interface Parsed extends Cost {
  readonly salt: Buffer
  readonly hash: Buffer
}

/** One of the equal choices of the OWASP Password Storage Cheat Sheet: 32 MiB at a time. */
const COST: Cost = { ln: 15, r: 8, p: 3 }
/** No row of a table can have us work for hours. */
const MOST_WORK = 64 * work(COST)
const SALT_BYTES = 16
const HASH_BYTES = 32
/** scrypt works on libuv's four threads, which files, names and compression need as well. */
const AT_ONCE = 2
const LINE = 'scrypt'
const PHC = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{22,86})\$([A-Za-z0-9+/]{43,86})$/

/** What a name without password is compared with, so that the answer takes as long; nothing has this hash. */
export const DECOY_HASH = format({ ...COST, salt: randomBytes(SALT_BYTES), hash: randomBytes(HASH_BYTES) })

/** scrypt (RFC 7914) with a salt of its own, as a PHC string: `$scrypt$ln=15,r=8,p=3$salt$hash`. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES)
  return format({ ...COST, salt, hash: await derive(password, salt, COST, HASH_BYTES) })
}

/** Whether the password is the one; takes the same time whatever it is. A text that is no such hash matches nothing. */
export async function matchesHash(password: string, stored: string): Promise<boolean> {
  const parsed = parse(stored)
  const { salt, hash, ...cost } = parsed ?? { ...COST, salt: randomBytes(SALT_BYTES), hash: randomBytes(HASH_BYTES) }
  const same = timingSafeEqual(await derive(password, salt, cost, hash.length), hash)
  return same && parsed !== null
}

/** How many passwords wait to be worked on in this process. */
export function passwordsWaiting(): number {
  return waitingFor(LINE)
}

/** Whether it was made with less work than we demand today. */
export function isOutdated(stored: string): boolean {
  const parsed = parse(stored)
  return parsed === null || parsed.ln < COST.ln || parsed.r < COST.r || work(parsed) < work(COST)
}

function work({ ln, r, p }: Cost): number {
  return 2 ** ln * r * p
}

function derive(password: string, salt: Buffer, { ln, r, p }: Cost, bytes: number): Promise<Buffer> {
  const options: ScryptOptions = { N: 2 ** ln, r, p, maxmem: 256 * 2 ** ln * r }
  return inTurn(
    LINE,
    AT_ONCE,
    () =>
      new Promise((resolve, reject) => {
        scrypt(password, salt, bytes, options, (error, key) => (error === null ? resolve(key) : reject(error)))
      }),
  )
}

function format({ ln, r, p, salt, hash }: Parsed): string {
  const text = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '')
  return `$scrypt$ln=${ln},r=${r},p=${p}$${text(salt)}$${text(hash)}`
}

function parse(stored: string): Parsed | null {
  const [, ln, r, p, salt, hash] = PHC.exec(stored) ?? []
  if (salt === undefined || hash === undefined) return null
  const cost = { ln: Number(ln), r: Number(r), p: Number(p) }
  if (cost.ln < 1 || cost.r < 1 || cost.p < 1 || work(cost) > MOST_WORK) return null
  return { ...cost, salt: Buffer.from(salt, 'base64'), hash: Buffer.from(hash, 'base64') }
}
