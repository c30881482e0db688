/** An object of a dump as `pg_dump --verbose` announces it: by number and catalogue identity, not by a name to be parsed. */
export interface TocEntry {
  readonly id: number
  /** Oid of the catalogue the object stands in; 0 for what belongs to another entry: rows, comments, grants. */
  readonly catalog: number
  readonly oid: number
  /** Entries it belongs to or needs, as far as pg_dump tells. */
  readonly needs: readonly number[]
}

/** What stands between two statements, taken apart at the entries it announces. */
export interface LeadPart {
  readonly entry: TocEntry | null
  /** Without what changes from one dump to the next. */
  readonly text: string
}

const HEAD = /^-- TOC entry (\d+) \(class (\d+) OID (\d+)\)\n(?:-- Dependencies:((?: \d+)*)\n)?/m
const BEFORE_ENTRY = /(?<=^|\n)--\n(?=-- TOC entry \d+ \(class )/

/**
 * The entries that begin in the text before a statement (pg_backup_archiver.c, _printTocEntry). The first part belongs to
 * the entry before, and its entry is null.
 */
export function readLead(lead: string): readonly LeadPart[] {
  return lead.split(BEFORE_ENTRY).map((part, index) => {
    if (index === 0) return { entry: null, text: part }
    const [head = '', id, catalog, oid, needs] = HEAD.exec(part) ?? []
    const entry = {
      id: Number(id),
      catalog: Number(catalog),
      oid: Number(oid),
      needs: (needs ?? '')
        .split(' ')
        .filter((word) => word !== '')
        .map(Number),
    }
    return { entry, text: `--\n${part.slice(head.length)}` }
  })
}
