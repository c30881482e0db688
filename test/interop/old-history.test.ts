import { test } from 'vitest'
import { type Files, formatted } from '../support/package.ts'
import { type Step, walkTwins } from './twins.ts'

const files: Files = formatted(['a', 'create table a (i int);'], ['b', 'create table b (i int);'])
const row = "'a', 'me', 'root.sql', '2009-01-02 03:04:05'"

/** What versions of Liquibase left that are long gone, each with a changeset that ran. */
const histories: Readonly<Record<string, string>> = {
  '1.9': `create table databasechangelog (id varchar(63) not null, author varchar(63) not null, filename varchar(200) not null,
    dateexecuted timestamp with time zone not null, md5sum varchar(32), description varchar(255), comments varchar(255),
    tag varchar(255), liquibase varchar(10), primary key (id, author, filename));
    insert into databasechangelog values (${row}, null, 'Custom SQL', '', null, '1.9.5');`,
  '2.0': `create table databasechangelog (id varchar(63) not null, author varchar(63) not null, filename varchar(200) not null,
    dateexecuted timestamp with time zone not null, orderexecuted integer not null, exectype varchar(10) not null,
    md5sum varchar(35), description varchar(255), comments varchar(255), tag varchar(255), liquibase varchar(20),
    primary key (id, author, filename));
    insert into databasechangelog values (${row}, 1, 'EXECUTED', null, 'Custom SQL', '', null, '2.0.5');`,
  'with short columns': `create table databasechangelog (id varchar(255) not null, author varchar(255) not null,
    filename varchar(255) not null, dateexecuted timestamp not null, orderexecuted integer not null, exectype varchar(10) not null,
    md5sum varchar(34), liquibase varchar(9), contexts varchar(20), labels text);
    insert into databasechangelog values (${row}, 7, 'EXECUTED', null, '3.3.0', 'x', null);`,
}

test.each(Object.entries(histories))(
  'a history of Liquibase %s is brought up to date by what writes it',
  async (_name, sql) => {
    const none: Step = {
      does: 'sql',
      sql: 'alter table databasechangelog drop column labels, alter liquibase type varchar(9)',
    }
    const old: Step = { does: 'sql', sql: `drop table if exists databasechangelog, b; ${sql}` }
    const update: Step = { does: 'update' }
    await walkTwins(files, [old, update, none, update, old, { does: 'tag', tag: 't' }, old, { does: 'changelog-sync' }])
  },
  120_000,
)
