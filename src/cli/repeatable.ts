/** What commander is to do with an option that may be given several times: gather its values. */
export function repeatable(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value]
}
