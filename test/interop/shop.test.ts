import { fileURLToPath } from 'node:url'
import { proveRebuild } from './prove-rebuild.ts'

const searchPath = fileURLToPath(new URL('changelogs/shop', import.meta.url))

proveRebuild({
  name: 'a shop, with changesets that run outside a transaction',
  searchPath,
  changelog: 'master.xml',
  contexts: 'prod,online',
  single: false,
})

proveRebuild({
  name: 'a shop, without them',
  searchPath,
  changelog: 'master.xml',
  contexts: 'prod',
  single: true,
})
