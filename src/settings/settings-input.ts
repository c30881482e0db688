/** What a flag was given as: commander's own shapes. */
export type FlagValue = string | boolean | readonly string[] | undefined
export type Flags = Readonly<Record<string, FlagValue>>
export type Environment = Readonly<Record<string, string | undefined>>

/** A file a setting named, read by whoever may touch the disk. */
export interface NamedFile {
  /** As written by the person who named it. */
  readonly path: string
  readonly bytes: Uint8Array
}

/** What the command cannot do without, so that all that is missing is told at once. */
export interface Needs {
  /** The command's name, for messages. */
  readonly command: string
  readonly changelog: boolean
  readonly database: boolean
}

/** Everything a run was told and nobody has checked yet. `readSettings` turns it into `Settings`. */
export interface SettingsInput {
  /** Absolute; relative paths are taken from here. */
  readonly directory: string
  readonly flags: Flags
  readonly environment: Environment
  readonly defaultsFile: NamedFile | null
  readonly passwordFile: NamedFile | null
  readonly needs: Needs
}

/**
 * The files that flags and environment name, as written. `./liquibase.properties` is not among them unless it is named:
 * a password or a production URL that comes from wherever one happens to stand is how the wrong database gets updated.
 */
export function namedFiles(
  flags: Flags,
  environment: Environment,
): { readonly defaultsFile: string | null; readonly passwordFile: string | null } {
  const defaults = flags['defaultsFile'] ?? environment['LIQUIBASE_DEFAULTS_FILE']
  const password = flags['passwordFile']
  return {
    defaultsFile: typeof defaults === 'string' && defaults !== '' ? defaults : null,
    passwordFile: typeof password === 'string' && password !== '' ? password : null,
  }
}
