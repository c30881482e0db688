declare const sqlBrand: unique symbol

/** Text that is SQL and safe to send. Only `sql/` makes it, and `template/` by its help; a plain string does not fit. */
export type Sql = string & { readonly [sqlBrand]: true }
