export type ChecksumVersion = 8 | 9

/** `9:d41d8cd9…`: version, colon, MD5 as lower-case hex. */
export type Checksum = string

/** The version in front of the colon; 1 where there is none, as Liquibase reads it. */
export function checksumVersionOf(checksum: Checksum): number {
  const match = /^(\d+):[a-zA-Z0-9]+/.exec(checksum)
  return match ? Number(match[1]) : 1
}

/** Whether a `validCheckSum` accepts whatever was recorded (ChangeSet.isCheckSumValid). */
export function acceptsAnything(checksum: Checksum): boolean {
  return /^(?:1:)?(?:any|all|\*)$/i.test(checksum)
}
