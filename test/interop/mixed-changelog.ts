import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { zipSync } from 'fflate'
import type { Source } from './stage.ts'

type Files = Readonly<Record<string, string>>

const namespace = 'http://www.liquibase.org/xml/ns/dbchangelog'

function xml(content: string, attributes = '', version = 'latest'): string {
  const schema = `xmlns="${namespace}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xsi:schemaLocation="${namespace} ${namespace}/dbchangelog-${version}.xsd"`
  return `<?xml version="1.0" encoding="UTF-8"?>\n<databaseChangeLog ${schema}${attributes}>\n${content}\n</databaseChangeLog>\n`
}

/** The first root: the changelog that joins all the others, and a part of each folder. */
const first: Files = {
  'master.xml': xml(
    `<property name="suffix" value="_x" dbms="postgresql"/>
<property name="only.here" value="local" global="false"/>
<property file="db/names.properties"/>
<changeSet id="first" author="anna" runOrder="first"><comment>before
  the others</comment><sql>create table log (line text)</sql><rollback>drop table log</rollback></changeSet>
<include file="db/a.yaml" contextFilter="test or prod" labels="One, two"/>
<include file="db/b.json"/>
<modifyChangeSets runWith="jdbc"><include file="db/c.sql"/></modifyChangeSets>
<includeAll path="db/all" minDepth="1" maxDepth="2" endsWithFilter="l"/>
<includeAll path="db/none" errorIfMissingOrEmpty="false"/>
<changeSet id="invalid" author="anna" onValidationFail="MARK_RAN"><createProcedure procedureName="p" replaceIfExists="true">x</createProcedure></changeSet>
<changeSet id="\${only.here}" author="anna" context="prod"><empty/></changeSet>
<changeSet id="tagged" author="anna"><tagDatabase tag="v1"/></changeSet>`,
    ' context="!never" objectQuotingStrategy="QUOTE_ONLY_RESERVED_WORDS"',
  ),
  'db/names.properties': `table.name=things\nnested=\${table.name}\${suffix}\n`,
  'db/a.yaml': `databaseChangeLog:
- logicalFilePath: logical/\${table.name}.yaml
- changeSet:
    id: 1.50
    author: 007
    comment: "  from yaml "
    labels: Three
    changes:
    - sql: {sql: "create table \${nested} (id int, at_end text default '\${at.end}')"}
    - sql:
        sql: |
          insert into \${nested} values (1);
          insert into \${nested} values (2)
        splitStatements: true
    rollback: drop table \${nested}
- include: {file: beside.xml, relativeToChangelogFile: true, context: prod}
- property: {name: at.end, value: 2020-01-02}
`,
  'db/beside.xml': xml(
    `<preConditions><dbms type="postgresql"/></preConditions>
<changeSet id="beside" author="bob" dbms="postgresql, h2" created="2020" logicalFilePath="/own/path.xml">
<validCheckSum>8:abc</validCheckSum>
<preConditions onFail="MARK_RAN"><sqlCheck expectedResult="1">select count(*) from \${nested}</sqlCheck></preConditions>
<sql>select 1/0</sql></changeSet>
<changeSet id="oracle" author="bob" dbms="oracle"><sql>this is not read</sql></changeSet>
<changeSet id="ignored" author="bob" ignore="true"><sql>neither is this</sql></changeSet>`,
    '',
    '3.8',
  ),
  'db/b.json': JSON.stringify({
    databaseChangeLog: [
      { preConditions: [{ onFail: 'WARN' }, { or: [{ dbms: { type: 'h2' } }, { dbms: { type: 'postgresql' } }] }] },
      {
        changeSet: {
          id: 'json',
          author: 'carl',
          runAlways: true,
          changes: [
            { sql: { sql: "insert into log values ('json')", endDelimiter: 'GO' } },
            { sqlFile: { path: 'more.sql', relativeToChangelogFile: true } },
          ],
          rollback: [{ sql: 'delete from log' }, { empty: {} }],
        },
      },
      {
        changeSet: {
          id: 'last',
          author: 'carl',
          runOrder: 'last',
          changes: [{ sql: { sql: 'create table last ()' } }],
        },
      },
    ],
  }),
  'db/more.sql': `insert into log values ('\${suffix}');\n-- a comment\ninsert into log values ('more');\n`,
  'db/all/2.sql': '--liquibase formatted sql\n--changeset dora:2 labels:"A, b"\ninsert into log values (\'2\');\n',
}

const second: Files = {
  'db/c.sql': `--liquibase formatted sql logicalFilePath:c-logical.sql
--property name:proc.body value:null
--changeset "emil e":"c 1" splitStatements:false context:"prod, x"
--comment a procedure
create function f() returns int language plpgsql as $$ begin return \${proc.body}; end $$;
--rollback drop function f;
--changeset emil:skipped context:never
select 1/0;
`,
  'db/all/1.yaml': `databaseChangeLog:
- changeSet: {id: "1", author: fay, runInTransaction: false, changes: [{sql: "insert into log values ('1')"}]}
- changeSet: {id: "none", author: fay}
`,
}

const archived: Files = {
  'db/all/sub/3.xml': xml(
    `<changeSet id="3" author="gil" failOnError="false"><sql>insert into log values ('3')</sql></changeSet>
<include file="../../d.sql" relativeToChangelogFile="true"/>`,
  ),
  'db/d.sql': `insert into log values ('d \${suffix}')`,
  'db/all/sub/deeper/4.xml': 'too deep to be read',
}

/** A changelog in five formats over two folders and a jar, in a folder that the caller removes. */
export function writeMixedChangelog(): Source & { readonly folder: string } {
  const folder = mkdtempSync(join(tmpdir(), 'dvm-mixed-'))
  const roots = [first, second].map((files, at) => {
    const root = join(folder, `root-${at + 1}`)
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true })
      writeFileSync(join(root, path), text)
    }
    return root
  })
  const archive = join(folder, 'more.jar')
  writeFileSync(
    archive,
    zipSync(Object.fromEntries(Object.entries(archived).map(([path, text]) => [path, Buffer.from(text)]))),
  )
  return { folder, searchPath: [...roots, archive].join(','), changelog: 'master.xml', contexts: 'prod' }
}
