import { formatPackageFileName, LIQUIBASE_PACKAGE } from '../model/package.ts'
import type { FullPackageRequest, PackageRequest } from '../model/package-request.ts'

/** What a package is as a file. */
export interface PackageFile {
  /** With its dot, for temporary files: some tasks go by it. */
  readonly extension: string
  readonly contentType: string
  /** The name it is handed out by; a package of no database is called by `offline`. */
  readonly name: (database: string | null, generatedAt: string) => string
}

const SQL = 'text/plain; charset=UTF-8'
const XML = 'application/xml; charset=UTF-8'
const TAR = 'application/x-tar'
const PACKED = {
  none: { suffix: '', contentType: SQL },
  gzip: { suffix: '.gz', contentType: 'application/gzip' },
  zstd: { suffix: '.zst', contentType: 'application/zstd' },
} as const

/** Name and media type of the file that answers a request. */
export function packageFile(request: PackageRequest): PackageFile {
  switch (request.kind) {
    case 'deployed':
    case 'pending':
    case 'environment':
      return sql('')
    case 'offline':
      return { ...sql(''), name: (_database, at) => sql('').name('offline', at) }
    case 'incremental':
      return request.includeRollback ? tar('-with-rollback') : sql('')
    case 'rollback':
      return form('', { word: 'rollback', extension: 'sql' }, SQL)
    case 'liquibase':
      return form('', LIQUIBASE_PACKAGE, XML)
    case 'schema':
      return sql('-schema')
    case 'full':
      return fullFile(request)
    case 'docker':
      return tar('-docker')
    case 'split':
      return tar('-split')
    default:
      return request satisfies never
  }
}

function fullFile({ format, compress }: FullPackageRequest): PackageFile {
  if (format === 'liquibase') return form('', LIQUIBASE_PACKAGE, XML)
  if (format === 'docker') return tar('-full-docker')
  const { suffix, contentType } = PACKED[compress]
  return form('-full', { word: 'database', extension: `sql${suffix}` }, contentType)
}

function sql(suffix: string): PackageFile {
  return form(suffix, { word: 'database', extension: 'sql' }, SQL)
}

function tar(suffix: string): PackageFile {
  return form(suffix, { word: 'database', extension: 'tar' }, TAR)
}

function form(suffix: string, { word, extension }: typeof LIQUIBASE_PACKAGE, contentType: string): PackageFile {
  return {
    extension: `.${extension}`,
    contentType,
    name: (database, at) => {
      const rest = formatPackageFileName('x', at, { word, extension }).slice(1)
      return `${cleaned(database ?? 'offline')}${suffix}${rest}`
    },
  }
}

const LONGEST = 64

/** Letters of every script stay: who sends the name has to say it in ASCII as well. */
function cleaned(database: string): string {
  const safe = database
    .normalize('NFC')
    .replace(/[^\p{L}\p{M}\p{N}._-]+/gu, '-')
    .replace(/^[.-]+|[.-]+$/g, '')
  const short = [...safe].slice(0, LONGEST).join('')
  return short === '' ? 'database' : short
}
