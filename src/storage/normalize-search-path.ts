/**
 * A search path entry with `\` as `/`, and without `.`, empty and inner `..` segments and the leading slash (Liquibase:
 * AbstractPathResourceAccessor.standardizePath). A `..` that leads out stays in front, for the caller to refuse.
 */
export function normalizeSearchPath(path: string): string {
  const kept: string[] = []
  for (const segment of path.replaceAll('\\', '/').split('/')) {
    if (segment === '' || segment === '.') continue
    if (segment === '..' && kept.length > 0 && kept[kept.length - 1] !== '..') kept.pop()
    else kept.push(segment)
  }
  return kept.join('/')
}
