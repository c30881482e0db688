import { readProductFile } from '../storage/read-product-file.ts'
import { parseTemplate, type Template } from './template.ts'

const DOCKER_TEMPLATES = [
  'database.Dockerfile',
  'migrate.Dockerfile',
  'database.md',
  'migrate.md',
  'dockerignore',
] as const
const SCRIPTS = ['init.sh', 'run.sh'] as const

export type DockerTemplates = Readonly<Record<(typeof DOCKER_TEMPLATES)[number], Template>>
export type DockerScripts = Readonly<Record<(typeof SCRIPTS)[number], string>>

/** The texts of a build context, from `templates/docker/`. Fails with FILE_UNREADABLE on a broken installation. */
export function loadDockerTemplates(): DockerTemplates {
  return Object.fromEntries(
    DOCKER_TEMPLATES.map((name) => [name, parseTemplate(name, readProductFile(`templates/docker/${name}`))]),
  ) as DockerTemplates
}

/** Scripts have no holes: what they need they take from the environment and from the files beside them. */
export function loadDockerScripts(): DockerScripts {
  return Object.fromEntries(SCRIPTS.map((name) => [name, readProductFile(`templates/docker/${name}`)])) as DockerScripts
}
