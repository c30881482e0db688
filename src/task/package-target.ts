import type { Writable } from 'node:stream'

/** Where the package goes: a file (written atomically) or a stream (back-pressure is honoured). */
export type PackageTarget = { readonly file: string } | { readonly stream: Writable }
