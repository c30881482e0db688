interface Refusal {
  readonly code: string
  /** Every place that must be named, as `file:line`. */
  readonly places: readonly string[]
  /** Given where Liquibase deploys what we refuse. */
  readonly because?: string
}

/** Quirks that are refused, and how. Liquibase refuses them too, unless a reason stands beside. */
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
  'xml-kinds': {
    code: 'CHANGE_TYPE_UNSUPPORTED',
    places: ['createTable', 'insert', 'addColumn', 'loadData', 'addPrimaryKey', 'loadUpdateData', 'output'],
    because: 'structured change types are not read yet',
  },
  include: {
    code: 'CHANGE_TYPE_UNSUPPORTED',
    places: ['inc/sub/f.xml:3', 'inc/sub/g.xml:3', 'inc/all/a.yaml', 'inc/all/sub/z.json', 'UNKNOWN_FORMAT'],
    because: 'structured change types, YAML and JSON are not read yet',
  },
  yaml: { code: 'UNKNOWN_FORMAT', places: ['yaml/root.yaml'], because: 'YAML is not read yet' },
}
