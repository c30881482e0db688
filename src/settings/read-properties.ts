import type { Settings } from '../model/settings.ts'
import { findSetting, reject, type Scene } from './scene.ts'

/**
 * Changelog properties from outside the changelog, most important first: Liquibase puts the environment in before
 * everything else, then `-D`, then `parameter.` keys of the defaults file, and the first definition wins
 * (ChangeLogParameters, DatabaseChangelogCommandStep). Names are matched without regard to case by whoever expands.
 */
export function readProperties(scene: Scene): Settings['properties'] {
  const properties: (readonly [string, string])[] = []
  for (const [name, value] of Object.entries(scene.input.environment)) {
    if (value !== undefined) properties.push([name, value])
  }
  for (const definition of findSetting(scene, 'define')?.values ?? []) {
    const at = definition.indexOf('=')
    if (at > 0) properties.push([definition.slice(0, at), definition.slice(at + 1)])
    // The text itself stays out of the message: people define passwords, too.
    else reject(scene, 'define', 'the command line', 'it must be NAME=VALUE')
  }
  return [...properties, ...scene.parameters]
}
