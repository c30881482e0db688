import type { AttributeType } from './attribute-type.ts'

/** What Liquibase's XML schema says about an element. */
export interface ElementShape {
  /** `null` where its own reader knows them. */
  readonly attributes: Readonly<Record<string, AttributeType>> | null
  readonly required: readonly string[]
  /** Names of the elements that may stand in it, in the order the groups must have; `null` stands for every other name. */
  readonly order: readonly (readonly string[] | null)[]
  /** Of these there may be one only. */
  readonly once: readonly string[]
  /** One that takes the place of every other element of its group. */
  readonly alone: string | null
  /** The one change that cannot stand there. */
  readonly barred: string | null
  readonly text: boolean
}

export function shape(attributes: ElementShape['attributes'], rest: Partial<ElementShape> = {}): ElementShape {
  return { attributes, required: [], order: [], once: [], alone: null, barred: null, text: false, ...rest }
}

/** With `preConditions` once, in front of all but what is named first. */
const once = ['preConditions']
const contexts = { context: 'text', contextFilter: 'text' } as const
const strategies = ['LEGACY', 'QUOTE_ALL_OBJECTS', 'QUOTE_ONLY_RESERVED_WORDS']

/**
 * The newest schema Liquibase 4.28 has, as far as changelogs and changesets go; schema-content.ts has what stands in changes.
 * A document that names an older schema is judged by this one, so that attributes pass that its own does not know yet; the
 * order of elements has been the same since 2.0.
 */
export const elementShapes: Readonly<Record<string, ElementShape>> = {
  databaseChangeLog: shape(
    {
      ...contexts,
      logicalFilePath: 'text',
      changeLogId: 'text',
      objectQuotingStrategy: strategies,
      schemaLocation: 'text',
      noNamespaceSchemaLocation: 'text',
    },
    {
      order: [
        ['removeChangeSetProperty'],
        ['property'],
        ['preConditions'],
        ['changeSet', 'include', 'includeAll', 'modifyChangeSets'],
      ],
      once,
    },
  ),
  changeSet: shape(
    {
      ...contexts,
      id: 'text',
      author: 'text',
      labels: 'text',
      dbms: 'text',
      runOnChange: 'flag',
      runAlways: 'flag',
      failOnError: 'flag',
      onValidationFail: ['HALT', 'MARK_RAN'],
      runInTransaction: 'flag',
      logicalFilePath: 'text',
      objectQuotingStrategy: strategies,
      created: 'text',
      runOrder: 'text',
      ignore: 'flag',
      runWith: 'text',
      runWithSpoolFile: 'text',
    },
    {
      required: ['id', 'author'],
      order: [['validCheckSum'], ['preConditions'], null, ['modifySql']],
      once,
      alone: 'tagDatabase',
    },
  ),
  validCheckSum: shape({}, { order: [['comment']], text: true }),
  include: shape(
    {
      ...contexts,
      id: 'text',
      author: 'text',
      created: 'text',
      file: 'text',
      relativeToChangelogFile: 'flag',
      errorIfMissing: 'flag',
      labels: 'text',
      ignore: 'text',
    },
    { required: ['file'] },
  ),
  includeAll: shape(
    {
      ...contexts,
      path: 'text',
      errorIfMissingOrEmpty: 'flag',
      relativeToChangelogFile: 'flag',
      resourceComparator: 'text',
      filter: 'text',
      labels: 'text',
      minDepth: 'number',
      maxDepth: 'number',
      endsWithFilter: 'text',
      ignore: 'text',
    },
    { required: ['path'] },
  ),
  modifyChangeSets: shape(
    { runWith: 'text', runWithSpoolFile: 'text', endDelimiter: 'text' },
    { order: [['include', 'includeAll']] },
  ),
  removeChangeSetProperty: shape({ change: 'text', dbms: 'text', remove: 'text' }),
  property: shape({
    ...contexts,
    file: 'text',
    relativeToChangelogFile: 'flag',
    errorIfMissing: 'flag',
    name: 'text',
    value: 'text',
    dbms: 'text',
    labels: 'text',
    global: 'boolean',
    target: 'text',
  }),
  modifySql: shape(
    { ...contexts, dbms: 'text', labels: 'text', applyToRollback: 'flag' },
    { order: [['replace', 'regExpReplace', 'prepend', 'append']] },
  ),
  replace: shape({ replace: 'text', with: 'text' }, { required: ['replace', 'with'] }),
  regExpReplace: shape({ replace: 'text', with: 'text' }, { required: ['replace', 'with'] }),
  prepend: shape({ value: 'text' }, { required: ['value'] }),
  append: shape({ value: 'text' }, { required: ['value'] }),
  rollback: shape(
    { changeSetId: 'text', changeSetAuthor: 'text', changeSetPath: 'text' },
    { order: [null], barred: 'tagDatabase', text: true },
  ),
}
