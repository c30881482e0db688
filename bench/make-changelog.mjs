// Makes the work that both contestants do, below bench/work/. The same size always gives the same bytes.
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { changesetKinds } from './changeset-kinds.mjs'
import { writeTree } from './make-tree.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const MASTER = 'master.xml'

/**
 * Work of one size: `{ key, kind, label, changesets, megabytes, folder, master, files }`. The kind is `files`, `migration` or
 * `tree`; the folder is the search path, `files` are relative to it and in the order in which they run.
 */
export function makeChangelog(key) {
  const size = readSize(key)
  const folder = join(here, 'work', key)
  const stamp = join(folder, '.stamp')
  const sources = ['make-changelog.mjs', 'changeset-kinds.mjs', 'make-tree.mjs', 'tree-changesets.mjs']
  const version = sources.map((name) => readFileSync(join(here, name), 'utf8')).join('')
  if (!existsSync(stamp) || readStamp(stamp).version !== version) {
    rmSync(folder, { recursive: true, force: true })
    writeFileSync(stamp, JSON.stringify({ version, files: writeWork(folder, size) }))
  }
  return { key, ...size, folder, master: MASTER, files: readStamp(stamp).files }
}

function readStamp(file) {
  return JSON.parse(readFileSync(file, 'utf8'))
}

function writeWork(folder, { kind, changesets, megabytes }) {
  mkdirSync(join(folder, 'changes'), { recursive: true })
  if (kind === 'tree') return writeTree(folder, MASTER, changesets)
  if (kind === 'files') writeSmallFiles(folder, changesets)
  else writeLargeFile(join(folder, 'changes', 'letters.sql'), megabytes * 1_000_000)
  const include = kind === 'files' ? 'includeAll path="changes/"' : 'include file="changes/letters.sql"'
  writeFileSync(join(folder, MASTER), master(include))
  const names = readdirSync(join(folder, 'changes')).sort()
  return [MASTER, ...names.map((name) => `changes/${name}`)]
}

/** `50` is 50 changesets, `20MB` one data migration of 20 MB, `big` that of 200 MB, `tree` 5,000 changesets in a tree of includes. */
function readSize(key) {
  const [, tree, digits, unit] = /^(tree)?(\d+)?(MB)?$/.exec(sizes[key] ?? key) ?? []
  const count = Number(digits ?? 0)
  if (count === 0 || (tree !== undefined && unit !== undefined))
    throw new Error(`--sizes: "${key}" is neither a count, nor NUMBER"MB", nor "big", nor "tree", nor "tree"NUMBER`)
  if (unit !== undefined)
    return { kind: 'migration', changesets: 2, megabytes: count, label: `one file of ${count} MB` }
  const label = `${count.toLocaleString('en')} changesets`
  const kind = tree === undefined ? 'files' : 'tree'
  return { kind, changesets: count, megabytes: null, label: kind === 'tree' ? `tree of ${label}` : label }
}

const sizes = { big: '200MB', tree: 'tree5000' }

function master(include) {
  const schema = 'http://www.liquibase.org/xml/ns/dbchangelog'
  return `<?xml version="1.0" encoding="UTF-8"?>
<databaseChangeLog xmlns="${schema}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
    xsi:schemaLocation="${schema} ${schema}/dbchangelog-4.20.xsd">
  <${include}/>
</databaseChangeLog>
`
}

function writeSmallFiles(folder, count) {
  for (let index = 0; index < count; index++) {
    const kind = changesetKinds[index % changesetKinds.length]
    const area = `area_${String(Math.floor(index / changesetKinds.length)).padStart(4, '0')}`
    const id = `${String(index + 1).padStart(6, '0')}-${kind.name}`
    const attributes = kind.attributes === undefined ? '' : ` ${kind.attributes}`
    const head = `--liquibase formatted sql\n\n--changeset bench:${id}${attributes}\n--comment: ${kind.name} of ${area}\n`
    writeFileSync(join(folder, 'changes', `${id}.sql`), `${head}${kind.sql(area)}\n`)
  }
}

const LETTER_TABLE = `CREATE TABLE letter (
  id bigint PRIMARY KEY,
  sender text NOT NULL,
  body text,
  amount numeric(12, 2) NOT NULL,
  sent_at timestamptz NOT NULL
);
`
const SINGLE_ROWS = 20
const ROWS_TOGETHER = 100

/**
 * A table, then INSERTs as an export writes them: twenty of one row, one of a hundred rows, and so on. A row is about 1 KB
 * long, for Liquibase keeps every token: rows of 100 bytes, ten times as many, take more memory than a JVM has by itself.
 */
function writeLargeFile(file, bytes) {
  const out = openSync(file, 'w')
  try {
    const head = `--liquibase formatted sql\n\n--changeset bench:letter-table\n${LETTER_TABLE}\n--changeset bench:letter-data\n`
    let written = writeSync(out, head)
    for (let next = 1; written < bytes; next += SINGLE_ROWS + ROWS_TOGETHER) {
      const rows = Array.from({ length: SINGLE_ROWS + ROWS_TOGETHER }, (_, offset) => letterRow(next + offset))
      const single = rows.slice(0, SINGLE_ROWS).map((row) => `${INSERT} VALUES ${row};\n`)
      written += writeSync(out, `${single.join('')}${INSERT} VALUES\n  ${rows.slice(SINGLE_ROWS).join(',\n  ')};\n`)
    }
  } finally {
    closeSync(out)
  }
}

const INSERT = 'INSERT INTO letter (id, sender, body, amount, sent_at)'
// What a splitter may stumble over: quotes, semicolons and comment marks inside strings, letters beyond ASCII.
const SENDERS = ["Mary O''Brien", 'Grünwald & Söhne', 'Smith; Jones', "d''Artagnan"]
const SENTENCES = [
  "The goods came in good order; we''ve paid ''in cash'', see file 7.",
  'Half /* of it */ is due at the end of the month -- as agreed.',
  'Please send the rest to our store in Ballina, the one behind the old mill.',
  "It''s 100 % settled, and $$ no more is owed.",
  'The second box was wet and two of the lamps in it are broken; what shall we do with them?',
]
const SENTENCES_A_LETTER = 12

function letterRow(id) {
  const sentences = Array.from(
    { length: SENTENCES_A_LETTER + (id % 5) },
    (_, at) => SENTENCES[(id + at * at) % SENTENCES.length],
  )
  const body = id % 50 === 0 ? 'NULL' : `'Letter ${id}\n${sentences.join(' ')}'`
  const amount = `${(id * 37) % 100000}.${String(id % 100).padStart(2, '0')}`
  const day = String(1 + (id % 28)).padStart(2, '0')
  const sentAt = `2024-${String(1 + (id % 12)).padStart(2, '0')}-${day} 12:${String(id % 60).padStart(2, '0')}:00+00`
  return `(${id}, '${SENDERS[id % SENDERS.length]}', ${body}, ${amount}, '${sentAt}')`
}
