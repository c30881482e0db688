/** What the catalog of a source database was when a package was built from it. */
export interface SourceFingerprint {
  /** Of the canonical schema, as `dvm compare` tells it. */
  readonly sha256: string
  /** `server_version_num`: servers of two majors may spell the same definition differently. */
  readonly serverVersion: number
}
