/** Values for which Liquibase has no SQL on PostgreSQL: it would stop with an exception. The message says which. */
export class CannotRender extends Error {}
