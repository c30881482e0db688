import { fetchDocument } from './api.ts'
import { ApiError } from './api-error.ts'
import { requireElement, textElement } from './dom.ts'
import { formatSchema, type OpenApi, type Operation, type Schema } from './openapi.ts'

interface Placed {
  readonly method: string
  readonly path: string
  readonly operation: Operation
}

function show(document: OpenApi): void {
  const { info, paths, components } = document
  requireElement('about', HTMLParagraphElement).textContent =
    `${info.title} ${info.version}. ${info.description} Programs send an API token as "Authorization: Bearer TOKEN".`
  const placed = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]): Placed => ({ method, path, operation })),
  )
  const tags = [...new Set(placed.flatMap(({ operation }) => operation.tags))]
  const sections = tags.map((tag) =>
    tagSection(
      tag,
      placed.filter(({ operation }) => operation.tags.includes(tag)),
    ),
  )
  requireElement('operations', HTMLDivElement).replaceChildren(...sections)
  requireElement('contents', HTMLElement).replaceChildren(contents(placed))
  const shapes = Object.entries(components.schemas).map(([name, schema]) => shape(name, schema))
  requireElement('schemas', HTMLDivElement).replaceChildren(...shapes)
}

function contents(placed: readonly Placed[]): HTMLUListElement {
  const list = document.createElement('ul')
  for (const { method, path, operation } of placed) {
    const link = textElement('a', `${method.toUpperCase()} ${path}`)
    link.href = `#${operation.operationId}`
    const item = document.createElement('li')
    item.append(link, ` ${operation.summary}`)
    list.append(item)
  }
  return list
}

function tagSection(tag: string, placed: readonly Placed[]): HTMLElement {
  const section = document.createElement('section')
  section.append(textElement('h2', tag), ...placed.map(operationPart))
  return section
}

function operationPart({ method, path, operation }: Placed): HTMLElement {
  const { operationId, summary, description, parameters, requestBody, responses } = operation
  const part = document.createElement('article')
  part.className = 'operation'
  part.id = operationId
  const title = document.createElement('h3')
  title.append(textElement('span', method.toUpperCase(), 'method'), textElement('code', path, 'path'), summary)
  part.append(title, textElement('small', accessText(operation)))
  if (description !== undefined) part.append(textElement('p', description))
  if (parameters.length > 0) {
    const rows = parameters.map((given) => [
      given.name,
      given.required ? `${given.in}, required` : given.in,
      formatSchema(given.schema),
      given.description ?? '',
    ])
    part.append(table(['Parameter', 'In', 'Type', 'Meaning'], rows))
  }
  for (const [type, { schema, example }] of Object.entries(requestBody?.content ?? {})) {
    part.append(
      textElement('p', `Body, ${type}:`),
      textElement('pre', schema === undefined ? '' : formatSchema(schema)),
    )
    if (example !== undefined) part.append(textElement('pre', JSON.stringify(example, null, 2)))
  }
  const answers = Object.entries(responses).map(([status, reply]) => [
    status,
    reply.description,
    typesOf(reply.content),
  ])
  part.append(table(['Status', 'Meaning', 'Body'], answers))
  return part
}

function accessText(operation: Operation): string {
  if (operation.security?.length === 0) return 'For anybody.'
  const permission = operation['x-permission']
  return permission === undefined ? 'For anybody who is signed in.' : `Takes the permission ${permission}.`
}

function typesOf(content: Operation['responses'][string]['content'] = {}): string {
  return Object.entries(content)
    .map(([type, { schema }]) => (schema === undefined ? type : `${type}: ${formatSchema(schema)}`))
    .join('\n')
}

function shape(name: string, schema: Schema): HTMLElement {
  const part = document.createElement('article')
  part.className = 'shape'
  part.append(textElement('h3', name))
  const members = Object.entries(schema.properties ?? {})
  if (members.length === 0) part.append(textElement('pre', formatSchema(schema)))
  else {
    const rows = members.map(([member, inner]) => [
      schema.required?.includes(member) ? member : `${member}?`,
      formatSchema(inner),
      inner.description ?? '',
    ])
    part.append(table(['Member', 'Type', 'Meaning'], rows))
  }
  return part
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): HTMLTableElement {
  const made = document.createElement('table')
  const head = made.createTHead().insertRow()
  for (const text of heads) {
    const cell = textElement('th', text)
    cell.scope = 'col'
    head.append(cell)
  }
  const body = made.createTBody()
  for (const row of rows) {
    const line = body.insertRow()
    for (const text of row) line.insertCell().textContent = text
  }
  return made
}

async function start(): Promise<void> {
  try {
    show(await fetchDocument<OpenApi>())
  } catch (error) {
    const said =
      error instanceof ApiError ? `${error.message}. Next step: ${error.hint}.` : 'the document cannot be read'
    requireElement('about', HTMLParagraphElement).textContent = said
  }
}

void start()
