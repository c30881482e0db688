import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

export interface GitHead {
  readonly commit: string | null
  readonly branch: string | null
}

/** Commit and branch of the checkout that `folder` lies in; nulls where it lies in none. Reads files, runs nothing. */
export function readGitHead(folder: string): GitHead {
  for (let at = folder; ; at = dirname(at)) {
    const head = readText(join(at, '.git', 'HEAD'))
    if (head !== null) return resolveHead(join(at, '.git'), head.trim())
    if (at === dirname(at)) return { commit: null, branch: null }
  }
}

function resolveHead(git: string, head: string): GitHead {
  const reference = /^ref: (refs\/heads\/(.+))$/.exec(head)
  if (reference?.[1] === undefined) return { commit: head, branch: null }
  const loose = readText(join(git, reference[1]))
  const packed = readText(join(git, 'packed-refs'))
  const line = packed?.split('\n').find((one) => one.endsWith(` ${reference[1]}`))
  return { commit: loose?.trim() ?? line?.split(' ')[0] ?? null, branch: reference[2] ?? null }
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    // Not a checkout, or not readable: then there is nothing to tell.
    return null
  }
}
