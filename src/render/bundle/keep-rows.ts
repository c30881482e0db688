import { md5 } from '../../kit/digest.ts'
import { type ChangesetKey, formatKey } from '../../model/changeset.ts'
import type { Checksum } from '../../model/checksum.ts'
import type { Place } from '../../model/place.ts'
import type { LiquibaseTables } from '../../model/settings.ts'
import { dollarQuoted, literal, qualifiedName } from '../../sql/sql.ts'
import type { RenderedChange } from './bundled-change.ts'

/** What a history row is to say. */
export interface KeptRow {
  readonly key: ChangesetKey
  readonly checksum: Checksum
  readonly description: string
}

type Tables = Pick<LiquibaseTables, 'schema' | 'changelog'>

/**
 * SQL that lets history rows say what the source's rows say, where Liquibase would write the checksum and description of the
 * SQL that stands in for data files: else the next update with the source changelog would find its changesets edited. A
 * trigger whose function is a temporary one does it: both go with the session. A role that may not make triggers loads the
 * data all the same, and is told.
 */
export function keepRows(place: Place, rows: readonly KeptRow[], tables: Tables): RenderedChange {
  return { kind: 'rendered', place, sections: rows.map((row) => keepRowSql(row, tables)) }
}

/** What a checksum adds to the sum by which a SQL package of ours, made of such a bundle, knows its own rows. */
function weight(checksum: string): string {
  return `('x' || pg_catalog.substr(pg_catalog.md5(${checksum}), 1, 12))::bit(48)::bigint`
}

function keepRowSql({ key, checksum, description }: KeptRow, { schema, changelog }: Tables): string {
  const name = `dvm_keep_${md5(formatKey(key)).slice(0, 12)}`
  const table = qualifiedName(schema, changelog)
  const same = [
    `NEW.id = ${literal(key.id)}`,
    `NEW.author = ${literal(key.author)}`,
    `NEW.filename = ${literal(key.path)}`,
    'NEW.md5sum IS NOT NULL',
  ]
  const body = ` BEGIN
  IF ${same.join(' AND ')} THEN
    IF pg_catalog.current_setting('dvm.sum', true) ~ '^[0-9]+$' THEN
      PERFORM pg_catalog.set_config('dvm.sum', (pg_catalog.current_setting('dvm.sum')::numeric + ${weight(literal(checksum))} - ${weight('NEW.md5sum')})::text, false);
    END IF;
    NEW.md5sum := ${literal(checksum)};
    NEW.description := ${literal(description)};
  END IF;
  RETURN NEW;
END `
  const made = ` BEGIN
  CREATE OR REPLACE FUNCTION pg_temp.${name}() RETURNS trigger LANGUAGE plpgsql AS ${dollarQuoted(body, 'keep')};
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_trigger WHERE tgrelid = ${literal(table)}::pg_catalog.regclass AND tgname = ${literal(name)}) THEN
    CREATE TRIGGER ${name} BEFORE INSERT OR UPDATE ON ${table} FOR EACH ROW EXECUTE FUNCTION pg_temp.${name}();
  END IF;
EXCEPTION WHEN insufficient_privilege OR undefined_table THEN
  RAISE WARNING USING MESSAGE = ${literal(`the history entry of ${formatKey(key)} will not have its source's checksum: `)} || SQLERRM;
END `
  return `DO ${dollarQuoted(made, 'dvm')};`
}
