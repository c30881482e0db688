import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const open = `<?xml version="1.0" encoding="UTF-8"?>
<databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog"
                   xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                   xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd"`

const names = [
  "'); DROP TABLE x; --",
  '"; DROP TABLE x; --',
  '*/ drop table x; /*',
  '$$; drop table x; $$',
  '$dvm$',
  'a\nb',
  'tab\there',
  '\\',
  "\\'",
  '\\! touch dvm-trap-sprung',
  ':name',
  ":'name'",
  '%s %I %L %',
  '{{literal id}}',
  `\${undefined}`,
  "o'brien",
  'ünï → 😀 漢',
  '<b>&amp;</b>',
  "E'\\x41'",
  'a::b',
  '-- changeset x:y',
  '\\q',
  '\\echo `id`',
  '=== FILE: x ===',
  ' blanks around ',
]

function xml(text: string): string {
  const escapes: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    '\n': '&#10;',
    '\t': '&#9;',
  }
  return text.replace(/[&<>"\n\t]/g, (character) => escapes[character] ?? character)
}

function authors(): string {
  const changesets = names.map(
    (name, n) => `  <changeSet id="${xml(name)} ${n}" author="${xml(name)}">
    <comment>${xml(name)} */ -- $$ ' " ${n}</comment>
    <sql>create table n${n} (id int)</sql>
  </changeSet>`,
  )
  return `${open}>
${changesets.join('\n')}
  <changeSet id="x" author="x" labels="it's,&quot;l&quot;, $$ , --" context="a_b or c"><sql>create table x (id int)</sql></changeSet>
  <changeSet id="long" author="${'l'.repeat(200)}">
    <comment>${"long; 'comment' ".repeat(30)}</comment>
    <sql>create table n_long (id int)</sql>
  </changeSet>
  <changeSet id="tag" author="x"><tagDatabase tag="it's; &quot;tagged&quot; $$ -- \\ :x */"/></changeSet>
  <changeSet id="several lines" author="x">
    <comment>first line
    second -- line

    */ fourth $$ \\! line</comment>
    <sql>create table n_lines (id int)</sql>
  </changeSet>
</databaseChangeLog>
`
}

const comments = `--liquibase formatted sql

--changeset "it's a ; name":"id */ with $$ -- all 'of' it"
--comment: '); DROP TABLE x; -- */ $$ "q" \\ :v \\! \\copy
create table c1 (id int);

--changeset o'brien:it's-1
--comment it's \`id\` $(id) %s {{x}}
create table c2 (id int);

--changeset a.b@c.d/e\\f:$$-*/-"-;
create table c3 (id int);

--changeset ümläut:→😀
--comment →😀
create table c4 (id int);
`

const logical = `${open}
                   logicalFilePath="it's/*a*/path; -- $$ &quot;x&quot; \\\\ :v">
  <changeSet id="1" author="me"><sql>create table l1 (id int)</sql></changeSet>
  <changeSet id="2" author="me" logicalFilePath="'); DROP TABLE x; --"><sql>create table l2 (id int)</sql></changeSet>
</databaseChangeLog>
`

const files: Readonly<Record<string, string>> = {
  'master.xml': `${open}>
  <include file="authors.xml"/>
  <include file="comments.sql"/>
  <include file="it's a &quot;folder&quot;/with $$ and -- in it; 'quoted'.sql"/>
  <includeAll path="sub"/>
  <include file="logical.xml"/>
</databaseChangeLog>
`,
  'authors.xml': authors(),
  'comments.sql': comments,
  'logical.xml': logical,
  "it's a \"folder\"/with $$ and -- in it; 'quoted'.sql":
    '--liquibase formatted sql\n--changeset me:1\ncreate table p1 (id int);\n',
  "sub/a'b.sql": 'create table p2 (id int);\n',
  'sub/b "c" $$.sql': 'create table p3 (id int);\n',
  'sub/ümlaut →.sql': 'create table p4 (id int);\n',
  'sub/z -- ; % {{x}}.sql': 'create table p5 (id int);\n',
}

/**
 * Writes a changelog in which every name is an attack: ids, authors, comments, labels, tags, paths. Made here and not
 * checked in, because some systems cannot hold these file names in a working copy.
 */
export function writeAwkwardNames(folder: string): void {
  for (const [path, text] of Object.entries(files)) {
    const file = join(folder, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
}
