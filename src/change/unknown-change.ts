import type { DocumentNode } from '../document/document-node.ts'
import { type Complaint, complaint } from '../errors/dvm-error.ts'

/** Change types that come with Liquibase Pro 4.28 and run with its licence only. */
const pro = new Set(
  `addCheckConstraint createFunction createPackage createPackageBody createSynonym createTrigger disableCheckConstraint
  disableTrigger dropCheckConstraint dropFunction dropPackage dropPackageBody dropSynonym dropTrigger
  enableCheckConstraint enableTrigger markUnused renameTrigger`.split(/\s+/),
)

/** What there is to say about a change of a type that is not read. */
export function unknownChange({ name, place }: DocumentNode): Complaint {
  return complaint(pro.has(name) ? 'CHANGE_TYPE_PRO' : 'CHANGE_TYPE_UNSUPPORTED', { type: name }, place)
}
