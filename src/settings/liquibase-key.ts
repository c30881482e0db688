import { type SettingName, type Source, sources } from './sources.ts'

/** What a Liquibase key says to us: a setting, a changelog parameter, something that does not concern us, or nothing. */
export type KeyMeaning =
  | { readonly kind: 'setting'; readonly name: SettingName }
  | { readonly kind: 'parameter'; readonly name: string }
  | { readonly kind: 'ignored' }
  | { readonly kind: 'unknown' }

// Liquibase compares keys "smashed together": camel case, kebab case, dots and underscores all mean the same.
function smash(key: string): string {
  return key.toLowerCase().replace(/[._-]/g, '')
}

const wanted = new Map<string, { readonly name: SettingName; readonly scope: Source['scope'] }>()
for (const [name, source] of Object.entries(sources) as [SettingName, Source][]) {
  for (const alias of source.liquibase) wanted.set(smash(alias), { name, scope: source.scope })
}

// Families of keys that steer Liquibase itself, its drivers or its commercial parts. Those that make it read a changelog in
// another way are not among them: they are told as unknown.
const IGNORED = new RegExp(
  `^(?:liquibase)*(?:${[
    'driver|driverpropertiesfile|classpath|databaseclass|propertyproviderclass|promptfornonlocaldatabase',
    'includesystemclasspath|defaultsfile|shouldrun|strict|headless|uiservice|showbanner|secureparsing|fileencoding',
    'log.*|sql.*|mirror.*|output.*|monitorperformance|argumentconverter|add.*|show.*|workaround.*|always.*|allow.*',
    'changelog(?:lock|parameters).*|liquibasetablespacename|databasechangelogtablespacename|tablespacename',
    'catalogname|defaultcatalogname|convertdatatypes|generate.*|autoreorg|diff.*|include.*|exclude.*|should.*|filter.*',
    'ddllocktimeout',
    'database|databasechangelog',
    'reference.*|snapshot.*|target.*|rollback.*|schemas?|tag|tagversion|count|date.*|format|delimiter|force|requireforce',
    'author|verbose|data.*|overwrite.*|replaceif.*|runonchange.*|useorreplace.*|skip.*|object.*|compare.*|changeset.*|changeexec.*',
    'updatenullchecksums|web.*|db.*|bindaddress|launchbrowser|pro.*|license.*|hub.*|flow.*|checks?.*|reports?.*',
    'policy.*|home|launcher.*|defaultlogger.*|quality.*|mongo.*|psql.*|sqlplus.*|sqlcmd.*|vault.*|aws.*|secret.*|plugin.*',
  ].join('|')})$`,
)

// `liquibase.command.update.url` is `url` for one command only; we do not ask which, each of ours stands for one of them.
const VERBS = /^(?:update|updatesql|status|validate|history|changelogsync|rollback|calculatechecksum|tag)(?=.)/

/** What a key of the defaults file means; prefixes `liquibase.` and `liquibase.command.` may be left out. */
export function readFileKey(key: string): KeyMeaning {
  const parameter = /^parameter\.(.+)$/.exec(key)
  if (parameter?.[1] !== undefined) return { kind: 'parameter', name: parameter[1] }
  const whole = smash(key)
  const short = whole.replace(/^liquibase/, '')
  const argument = short.replace(/^command/, '')
  for (const candidate of [whole, short, argument, argument.replace(VERBS, '')]) {
    const found = wanted.get(candidate)
    if (found) return { kind: 'setting', name: found.name }
  }
  return { kind: IGNORED.test(argument) ? 'ignored' : 'unknown' }
}

/** What an environment variable `LIQUIBASE_…` means; arguments need `LIQUIBASE_COMMAND_`, globals must not have it. */
export function readEnvironmentKey(variable: string): KeyMeaning {
  if (!/^LIQUIBASE_/i.test(variable)) return { kind: 'ignored' }
  const short = smash(variable).replace(/^liquibase/, '')
  const argument = short.replace(/^command/, '')
  const candidates =
    argument === short
      ? [['global', short] as const]
      : ([argument, argument.replace(VERBS, '')] as const).map(asArgument)
  for (const [scope, candidate] of candidates) {
    const found = wanted.get(candidate)
    if (found?.scope === scope) return { kind: 'setting', name: found.name }
  }
  return { kind: IGNORED.test(argument) ? 'ignored' : 'unknown' }
}

function asArgument(name: string): readonly ['argument', string] {
  return ['argument', name]
}
