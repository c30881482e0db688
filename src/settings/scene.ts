import { type Complaint, complaint } from '../errors/dvm-error.ts'
import type { Warning } from '../model/changelog.ts'
import type { Place } from '../model/place.ts'
import { readEnvironmentKey, readFileKey } from './liquibase-key.ts'
import { parseProperties } from './parse-properties.ts'
import type { NamedFile, SettingsInput } from './settings-input.ts'
import { flagKey, type SettingName, type Source, sources } from './sources.ts'

/** A value somebody gave, and who. */
export interface Found {
  readonly values: readonly string[]
  /** The last one given: later flags override earlier ones. */
  readonly value: string
  /** `--changelog`, `environment variable DATABASE_URL`, `liquibase.properties:3`. */
  readonly from: string
}

/** One kind of source: flags, environment or defaults file. */
export type Layer = ReadonlyMap<SettingName, Found>

/** What the readers share: where to look, and where to complain. */
export interface Scene {
  readonly input: SettingsInput
  /** Most important first. */
  readonly layers: readonly Layer[]
  /** `parameter.NAME` of the defaults file, in the file's order. */
  readonly parameters: readonly (readonly [name: string, value: string])[]
  readonly complaints: Complaint[]
  readonly warnings: Warning[]
}

interface FileLayer {
  readonly layer: Layer
  readonly parameters: Scene['parameters']
}

export function openScene(input: SettingsInput): Scene {
  const complaints: Complaint[] = []
  const warnings: Warning[] = []
  const file = fileLayer(input.defaultsFile, complaints, warnings)
  const layers = [flagLayer(input), environmentLayer(input, warnings), file.layer]
  return { input, layers, parameters: file.parameters, complaints, warnings }
}

/** The value of the most important source that has one. */
export function findSetting(scene: Scene, name: SettingName): Found | null {
  for (const layer of scene.layers) {
    const found = layer.get(name)
    if (found) return found
  }
  return null
}

/** Complains of a value. `detail` must not quote what may be a secret. */
export function reject(scene: Scene, name: SettingName, from: string, detail: string): null {
  scene.complaints.push(complaint('SETTING_INVALID', { setting: labelOf(name), from, detail }))
  return null
}

/** The name people know a setting by. */
export function labelOf(name: SettingName): string {
  return sources[name].flag ?? name
}

function found(values: readonly string[], from: string): Found | null {
  const value = values.at(-1)
  return value === undefined ? null : { values, value, from }
}

function flagLayer(input: SettingsInput): Layer {
  const layer = new Map<SettingName, Found>()
  for (const [name, source] of Object.entries(sources) as [SettingName, Source][]) {
    if (source.flag === null) continue
    const given = input.flags[flagKey(source.flag)]
    const values = typeof given === 'string' ? [given] : Array.isArray(given) ? given : []
    const value = found(values, 'the command line')
    if (value) layer.set(name, value)
  }
  return layer
}

function environmentLayer(input: SettingsInput, warnings: Warning[]): Layer {
  const layer = new Map<SettingName, Found>()
  for (const [name, source] of Object.entries(sources) as [SettingName, Source][]) {
    for (const variable of source.environment) {
      const value = input.environment[variable]
      // An empty variable is an unset one, for Liquibase as for shells.
      if (value && !layer.has(name)) layer.set(name, { values: [value], value, from: variable })
    }
  }
  for (const [variable, value] of Object.entries(input.environment)) {
    if (!value) continue
    const meaning = readEnvironmentKey(variable)
    if (meaning.kind === 'unknown') warnings.push(unknownSetting(variable, 'the environment', null))
    if (meaning.kind !== 'setting' || layer.has(meaning.name)) continue
    layer.set(meaning.name, { values: [value], value, from: variable })
  }
  return layer
}

function fileLayer(file: NamedFile | null, complaints: Complaint[], warnings: Warning[]): FileLayer {
  const layer = new Map<SettingName, Found>()
  const parameters: (readonly [string, string])[] = []
  if (file === null) return { layer, parameters }
  const reading = parseProperties(file.bytes)
  for (const line of reading.malformed) {
    const facts = { setting: '--defaults-file', from: file.path, detail: 'a \\u must be followed by four hex digits' }
    complaints.push(complaint('SETTING_INVALID', facts, { file: file.path, line, column: 1 }))
  }
  for (const { key, value, line, separated } of reading.entries) {
    const place = { file: file.path, line, column: 1 }
    const meaning = readFileKey(key)
    if (meaning.kind === 'unknown') warnings.push(unknownSetting(separated ? key : 'on this line', file.path, place))
    if (meaning.kind === 'parameter') parameters.push([meaning.name, value])
    if (meaning.kind !== 'setting' || value === '') continue
    layer.set(meaning.name, { values: [value], value, from: `${file.path}:${line}` })
  }
  return { layer, parameters }
}

// A line without `=` may be the torn-off end of a password: only what looks like a key is repeated.
function unknownSetting(key: string, from: string, place: Place | null): Warning {
  const setting = /^(on this line|[A-Za-z][\w.-]{0,60})$/.test(key) ? key : 'on this line'
  const { code, message } = complaint('SETTING_UNKNOWN', { setting, from })
  return { code, message, place }
}
