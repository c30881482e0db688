import type { TagExistsReport } from '../model/report.ts'
import type { Context } from './context.ts'
import { loadHistory } from './read-history.ts'

/** What `liquibase tag-exists` does, without making tables where there are none. The case of a tag counts here. */
export async function findTag(context: Context, tag: string): Promise<TagExistsReport> {
  const { entries } = await loadHistory(context, 'tag-exists')
  const keys = entries.filter((entry) => entry.tag === tag).map((entry) => entry.key)
  return { database: context.database?.label ?? '', tag, exists: keys.length > 0, keys }
}
