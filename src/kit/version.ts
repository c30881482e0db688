/** Name and version of the product, as they stand in every package. Kept equal to package.json by a test. */
export const PRODUCT = 'database-version-manager'
export const PRODUCT_VERSION = '0.1.0'

/** The Liquibase whose behaviour is reproduced; it goes into column LIQUIBASE. */
export const LIQUIBASE_VERSION = '4.28.0'
