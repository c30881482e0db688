/**
 * Where the product's own tables are, and their history, which stands apart: in a database that is shared with an
 * application, the changesets of one would be missing from the changelog of the other.
 */
export const OWN_SCHEMAS = { tables: 'dvm', history: 'dvm_history' } as const
