// A tree of changelogs as a large project has it: a root, areas, modules, and files of ten changesets each, in turns XML,
// YAML, JSON and SQL.
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { stringify } from 'yaml'
import { changesetKinds } from './changeset-kinds.mjs'
import { treeChangesets } from './tree-changesets.mjs'

const FILES_A_MODULE = 10
const MODULES_AN_AREA = 10
const FORMATS = ['xml', 'yaml', 'json', 'sql']

/** Writes the tree below `folder`; gives the paths of all files in the order in which they run. */
export function writeTree(folder, master, changesets) {
  const files = []
  const put = (path, text) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
    files.push(path)
  }
  const leaves = Array.from({ length: Math.ceil(changesets / treeChangesets.length) }, (_, n) => toLeaf(n, changesets))
  const modules = group(leaves, FILES_A_MODULE, (n) => `${areaOf(n)}/module-${number(n)}/changelog.${FORMATS[n % 3]}`)
  const areas = group(modules, MODULES_AN_AREA, (n) => `area-${number(n)}/changelog.xml`)
  put(
    master,
    changelog(
      'xml',
      areas.map((area) => includeOf(area.path)),
    ),
  )
  for (const area of areas) {
    put(
      area.path,
      changelog(
        'xml',
        area.parts.map((module) => includeOf(module.path)),
      ),
    )
    for (const module of area.parts) {
      put(
        module.path,
        changelog(
          formatOf(module.path),
          module.parts.map((leaf) => includeOf(leaf.path)),
        ),
      )
      for (const leaf of module.parts) put(leaf.path, leaf.text)
    }
  }
  return files
}

function toLeaf(n, changesets) {
  const format = FORMATS[n % FORMATS.length]
  const module = Math.floor(n / FILES_A_MODULE)
  const path = `${areaOf(module)}/module-${number(module)}/changes-${number(n)}.${format}`
  const count = Math.min(treeChangesets.length, changesets - n * treeChangesets.length)
  return {
    path,
    text: format === 'sql' ? formatted(`t${number(n)}`, count) : structured(format, `t${number(n)}`, count),
  }
}

function areaOf(module) {
  return `area-${number(Math.floor(module / MODULES_AN_AREA))}`
}

function number(n) {
  return String(n).padStart(4, '0')
}

function formatOf(path) {
  return path.slice(path.lastIndexOf('.') + 1)
}

function group(parts, size, toPath) {
  const groups = []
  for (let at = 0; at < parts.length; at += size) {
    groups.push({ path: toPath(groups.length), parts: parts.slice(at, at + size) })
  }
  return groups
}

function includeOf(path) {
  return ['include', { file: path }]
}

function formatted(area, count) {
  const changesets = changesetKinds.slice(0, count).map(({ name, attributes = '', sql }) => {
    return `--changeset bench:${name} ${attributes}\n--comment: ${name} of ${area}\n${sql(area)}\n`
  })
  return `--liquibase formatted sql\n\n${changesets.join('\n')}`
}

function structured(format, area, count) {
  const changesets = treeChangesets
    .slice(0, count)
    .map(({ name, changes }) => [
      'changeSet',
      { id: name, author: 'bench' },
      [['comment', {}, [], `${name} of ${area}`], ...changes(area)],
    ])
  return changelog(format, changesets)
}

function changelog(format, pieces) {
  if (format === 'xml')
    return `<?xml version="1.0" encoding="UTF-8"?>\n${toXml(['databaseChangeLog', schema, pieces], '')}`
  const document = { databaseChangeLog: pieces.map((piece) => ({ [piece[0]]: toValue(piece) })) }
  return format === 'json' ? JSON.stringify(document, null, 2) : stringify(document, { version: '1.1' })
}

const namespace = 'http://www.liquibase.org/xml/ns/dbchangelog'
const schema = {
  xmlns: namespace,
  'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
  'xsi:schemaLocation': `${namespace} ${namespace}/dbchangelog-4.20.xsd`,
}

function toXml([name, attributes, children = [], text = ''], indent) {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(String(value))}"`)
  const inner = children.map((child) => toXml(child, `${indent}  `)).join('')
  if (inner === '' && text === '') return `${indent}<${name}${written.join('')}/>\n`
  return `${indent}<${name}${written.join('')}>${inner === '' ? escapeXml(text) : `\n${inner}${indent}`}</${name}>\n`
}

function escapeXml(text) {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`)
}

/** Under which name a mapping holds what is text between two tags in XML. */
const ownText = { sql: 'sql', createView: 'selectQuery', createProcedure: 'procedureText' }
const lists = { column: 'columns' }
const single = ['comment', 'where', 'constraints']

function toValue([name, attributes, children = [], text = '']) {
  if (text !== '' && ownText[name] === undefined) return text
  const value = { ...attributes, ...(text === '' ? {} : { [ownText[name]]: text }) }
  for (const child of children) {
    if (single.includes(child[0])) value[child[0]] = toValue(child)
    else {
      value[lists[child[0]] ?? 'changes'] ??= []
      value[lists[child[0]] ?? 'changes'].push({ [child[0]]: toValue(child) })
    }
  }
  return value
}
