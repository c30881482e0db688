interface Refusal {
  readonly code: string
  /** Every place that must be named, as `file:line`. */
  readonly places: readonly string[]
}

/** Quirks that are refused, and how. Liquibase refuses them too. */
export const refusedQuirks: Readonly<Record<string, Refusal>> = {
  'fsql-bodies': { code: 'SQL_UNTERMINATED', places: ['sql/bodies.sql:'] },
  'fsql-split-dollar': { code: 'SQL_UNTERMINATED', places: ['sql/split-dollar.sql:'] },
  'fsql-split-dollar-comment': { code: 'SQL_UNTERMINATED', places: ['sql/split-dollar-comment.sql:'] },
  'fsql-split-tagged': { code: 'SQL_UNTERMINATED', places: ['sql/split-tagged.sql:'] },
  'fsql-split-tagged-upper': { code: 'SQL_UNTERMINATED', places: ['sql/split-tagged-upper.sql:'] },
  'fsql-empty-changeset': { code: 'CHANGESET_EMPTY', places: ['sql/empty-changeset.sql:3'] },
  'fsql-empty': { code: 'CHANGESET_EMPTY', places: ['sql/empty.sql:3'] },
  'root-classpath-prefix': { code: 'FILE_NOT_FOUND', places: [] },
  'xml-include-twice': { code: 'CHANGESET_DUPLICATE', places: ['inc/sub/a.sql:2'] },
  'xml-duplicate-id': { code: 'CHANGESET_DUPLICATE', places: ['xml/dupid.xml:3'] },
}
