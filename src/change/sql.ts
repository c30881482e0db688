import type { XmlElement } from '../document/xml.ts'
import { heldBody } from '../model/body.ts'
import type { SqlChange, SqlOptions } from '../model/change.ts'
import type { ChangeType } from './change-type.ts'
import { attribute, checkShape, complain, flag } from './read-attributes.ts'

const attributes = ['splitStatements', 'stripComments', 'endDelimiter', 'dbms']

export const sql: ChangeType<SqlChange> = {
  read(element, source) {
    checkShape(element, source, attributes, ['comment'])
    if (element.text === '') {
      complain(element, source, '<sql> has no SQL')
      return null
    }
    const dbms = attribute(element, 'dbms')
    return { kind: 'sql', place: element.textPlace, body: heldBody(element.text), dbms, ...readSqlOptions(element) }
  },
  describe: () => 'sql',
  checksumParts: (change) => ({ fields: null, text: change.body, options: change }),
  toSql: (change) => [{ body: change.body, options: optionsOf(change), source: change.place, dbms: change.dbms }],
}

/** The splitting attributes of `<sql>` and `<sqlFile>`, whose comments stay unless they are asked to go. */
export function readSqlOptions(element: XmlElement): SqlOptions {
  return {
    splitStatements: flag(element, 'splitStatements') ?? true,
    stripComments: flag(element, 'stripComments') ?? false,
    endDelimiter: attribute(element, 'endDelimiter'),
  }
}

export function optionsOf({ splitStatements, stripComments, endDelimiter }: SqlOptions): SqlOptions {
  return { splitStatements, stripComments, endDelimiter }
}

/** The text of a `<rollback>` element: Liquibase splits it at `;` and takes its comments out, whatever else is set. */
export function rollbackText(element: XmlElement): SqlChange {
  return {
    kind: 'sql',
    place: element.textPlace,
    body: heldBody(element.text),
    dbms: null,
    splitStatements: true,
    stripComments: true,
    endDelimiter: ';',
  }
}
