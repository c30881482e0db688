/** One load into a table of its own, and what the changeset needs beside it. */
export interface LoadCase {
  readonly name: string
  /** SQL that makes the table; `$t` stands for its name. */
  readonly setup: string
  readonly csv: string | Buffer
  readonly columns?: string
  readonly attributes?: string
  readonly change?: 'loadData' | 'loadUpdateData'
  /** What follows the change in its changeset. */
  readonly further?: string
}

const everyType = `create table $t (i int, n numeric, b boolean, d date, ts timestamp, tz timestamptz, tm time, v varchar(50),
  c char(5), f8 float8, j jsonb, u uuid, ba bytea, ia int[], m money, iv interval, e inet, s2 smallint, b8 bigint)`
const header = 'i,n,b,d,ts,tz,tm,v,c,f8,j,u,ba,ia,m,iv,e,s2,b8'

/** A column of one type that nobody names, with each of these values in a load of its own. */
function single(type: string, values: readonly string[]): readonly LoadCase[] {
  return values.map((value) => ({
    name: `${type}: ${value}`,
    setup: `create table $t (a ${type})`,
    csv: `a\n"${value.replaceAll('"', '""')}"\n`,
  }))
}

const dates = [
  '2024-01-02',
  '2024-02-30',
  '20240102',
  '2024-01-02T03:04:05',
  '2024-01-02 03:04:05.123456789',
  '2024-01-02T03:04:05.5+02:00',
  '2024-01-02T03:04:05Z',
  '10:11:12',
  '25:61:61',
  '01/02/2024',
  "'2024-05-06'",
]

const asked: readonly LoadCase[] = [
  {
    name: 'every type, not named',
    setup: everyType,
    csv: `${header}\n1,1.50,t,2024-01-02,2024-01-02T03:04:05,2024-01-02 03:04:05.123,10:11:12,hello,ab,1.5,"{""a"":1}",6f9619ff-8b86-d011-b42d-00c04fc964ff,\\x00ff,"{1,2}",5.25,1 day,10.0.0.1,7,8\n`,
  },
  { name: 'empty values', setup: everyType, csv: `${header}\n,,,,,,,,NULL,NULL,NULL,,,NULL,,NULL,NULL,,\n` },
  { name: 'the word NULL', setup: everyType, csv: `${header}\n${'NULL,null,'.repeat(9)}Null\n` },
  ...single('int', ['5.7', '+5', '(7)', '1e2', ' 8 ', '1,000', 'abc', '5 apples', "length('abc')", '(5', 'NaN']),
  ...single('numeric', ['1.50', '1e-3', '.5', '5.', '123456789012345678901234567890.5']),
  ...single('boolean', ['true', 'F', 'yes', 'on', '2', '-1', 'abc', ' y ', '+1']),
  ...['date', 'timestamp', 'timestamptz', 'time'].flatMap((type) => single(type, dates)),
  ...single('varchar(99)', [
    "it's",
    'back\\slash',
    ' sp ',
    'to_date(1)',
    'a\r\nb',
    '$$ $load$',
    '\\N',
    'é€🙂',
    'nowhere',
  ]),
  ...single('text', ['', 'hello']),
  {
    name: 'text and numbers',
    setup: 'create table $t (t text, n numeric)',
    csv: 't,n\n,1.50\n,1.234567890123456789\n,7\n',
  },
  {
    name: 'a view',
    setup: 'create table $t (a int, b varchar(5)); create view $t_view as select * from $t',
    csv: 'a,b\n1,\n,x\n',
  },
  {
    name: 'a partitioned table',
    setup: 'create table $t (b varchar(5), c boolean) partition by list (b); create table $t_x partition of $t default',
    csv: 'b,c\n,yes\nx,\n',
  },
  {
    name: 'domains and enums',
    setup:
      "create domain $t_domain as int; create type $t_enum as enum ('1', 'x'); create table $t (a $t_domain, b $t_enum)",
    csv: 'a,b\n5,1\n',
  },
  {
    name: 'odd names',
    setup: 'create table $t ("Mixed" int, "user" boolean, "a b" varchar(9))',
    csv: 'Mixed,user,a b\n1,yes,x\n',
  },
  { name: 'a header in capitals', setup: 'create table $t (a int, b boolean)', csv: 'A,B\n1,yes\n' },
  { name: 'no such column', setup: 'create table $t (a int)', csv: 'a,nope\n1,2\n' },
]

const named: readonly LoadCase[] = [
  {
    name: 'headers, indexes and defaults',
    setup: 'create table $t (a int, b varchar(9), c boolean, d date, v varchar(9))',
    csv: 'x,y,z,w,v\n1,q,yes,2024-02-30,\n,,,,\n',
    columns:
      '<column header="x" name="a" defaultValueNumeric="7"/><column index="1" name="b"/><column header="z" name="c" defaultValueBoolean="true"/><column header="w" name="d" defaultValueDate="2020-02-03"/><column name="v" defaultValue="dv"/>',
  },
  {
    name: 'computed values and sequences',
    setup: 'create sequence load_numbers; create table $t (c varchar(9), id int)',
    csv: "c,id\nupper('x'),load_numbers\n",
    columns: '<column name="c" type="COMPUTED"/><column name="id" type="SEQUENCE"/>',
  },
  {
    name: 'bound to parameters',
    setup: 'create table $t (a int, n numeric, b boolean, d timestamp, v varchar(9), u uuid, j jsonb)',
    csv: 'a,n,b,d,v,u,j\n1,1.50,yes,2024-01-02,x,6f9619ff-8b86-d011-b42d-00c04fc964ff,{}\n,1.234567890123456789,,,,,NULL\n',
    columns:
      '<column name="a" type="NUMERIC"/><column name="n" type="NUMERIC"/><column name="b" type="BOOLEAN"/><column name="d" type="DATETIME"/><column name="v" type="STRING"/><column name="u" type="UUID"/><column name="j" type="OTHER"/>',
    attributes: ' usePreparedStatements="true"',
  },
  {
    name: 'clobs beside types that are not named',
    setup: 'create table $t (n numeric, b boolean, d date, v varchar(9), t text)',
    csv: 'n,b,d,v,t\n1.50,yes,2024-02-30,x,x.txt\n,,,,\n"1,000",1,,NULL,x.txt\n',
    columns: '<column name="t" type="CLOB"/>',
  },
  {
    name: 'blobs and clobs',
    setup: 'create table $t (b bytea, t text, i int)',
    csv: 'b,t,i\nsub/x.bin,x.txt,1\nNULL,x.txt,2\nNULL,NULL,3\n',
    columns: '<column name="b" type="BLOB"/><column name="t" type="CLOB"/>',
  },
  {
    name: 'text as text',
    setup: 'create table $t (t text, ts timestamp)',
    csv: 't,ts\na,2024-01-02 03:04\n',
    columns: '<column name="t" type="STRING"/><column name="ts" type="TIMESTAMP"/>',
  },
  {
    name: 'batches, as triggers see them',
    setup: `create table $t (a int); create table $t_log (n int);
      create function $t_count() returns trigger language plpgsql as 'begin insert into $t_log select count(*) from new_rows; return null; end';
      create trigger count_them after insert on $t referencing new table as new_rows for each statement execute function $t_count()`,
    csv: `a\n${Array.from({ length: 130 }, (_, n) => `${n}\n`).join('')}`,
  },
  { name: 'ragged', setup: 'create table $t (a int, b int)', csv: 'a,b\n1\n' },
]

const updates: readonly LoadCase[] = [
  {
    name: 'an update',
    setup: 'create table $t (id int primary key, a varchar(9), b int)',
    csv: 'id,a,b\n1,x,5\n2,,\n1,y,6\n',
  },
  {
    name: 'an update of some columns',
    setup: 'create table $t (id int primary key, a varchar(9), b int)',
    csv: 'id,a,b\n1,x,5\n1,y,6\n',
    columns:
      '<column name="id" type="NUMERIC"/><column name="a" type="STRING" allowUpdate="false"/><column name="b" type="NUMERIC"/>',
  },
  {
    name: 'an update by two columns',
    setup: 'create table $t (id numeric, k varchar(5), a text, ts timestamp, b boolean)',
    csv: 'id,k,a,ts,b\n1,a,txt,2024-02-30,yes\n1.0,a,upd,2024-01-01 00:00:00,no\nNULL,a,n,,\nNULL,a,m,,\n2,,e,,\n2,,f,,\n',
    attributes: ' primaryKey="id,k"',
  },
  {
    name: 'odd values',
    setup: 'create table $t (id int, a varchar(9))',
    csv: "id,a\n1,$row$\n1,$row0$\n2,it's\n3,NOW\n3,\\\n",
  },
  {
    name: 'nothing but the key',
    setup: 'create table $t (id int, a varchar(5))',
    csv: 'id,a\n1,x\n1,y\n',
    attributes: ' primaryKey="id,a"',
  },
  {
    name: 'only an update',
    setup: "create table $t (id int, a varchar(5)); insert into $t values (7, 'old')",
    csv: 'id,a\n1,x\n7,y\n',
    attributes: ' primaryKey="id" onlyUpdate="true"',
  },
].map((one) => ({ attributes: ' primaryKey="id"', ...one, change: 'loadUpdateData' }))

const plain = 'create table $t (a int, v varchar(20))'

const files: readonly LoadCase[] = [
  { name: 'Latin 1', setup: plain, csv: Buffer.from('a,v\n1,café\n', 'latin1'), attributes: ' encoding="ISO-8859-1"' },
  { name: 'Latin 1 taken for UTF-8', setup: plain, csv: Buffer.from('a,v\n1,café\n', 'latin1') },
  { name: 'a byte order mark', setup: plain, csv: '\uFEFFa,v\n1,bom\n' },
  { name: 'UTF-16 with a mark', setup: plain, csv: Buffer.from('\uFEFFa,v\n1,é\n', 'utf16le') },
  {
    name: 'Windows',
    setup: plain,
    csv: Buffer.from('a,v\n1,\x80\x8e\x81\n', 'latin1'),
    attributes: ' encoding="cp1252"',
  },
  {
    name: 'other separators and line ends',
    setup: plain,
    csv: "a;v\r\n1;'x;\r\ny'\r\n\r\n# c\r\n2;z",
    attributes: ' separator=";" quotchar="\'"',
  },
  { name: 'only a header', setup: plain, csv: 'a,v\n' },
  { name: 'no header', setup: plain, csv: '' },
  {
    name: 'changed statements',
    setup: 'create table $t (a int primary key, t text)',
    csv: 'a,t\n1,x.txt\n1,x.txt\n',
    columns: '<column name="t" type="CLOB"/>',
    further: '<modifySql><append value=" ON CONFLICT DO NOTHING"/></modifySql>',
  },
  {
    name: 'changed statements whose types are not named',
    setup: 'create table $t (a int primary key)',
    csv: 'a\n1\n1\n',
    further: '<modifySql><regExpReplace replace=";\\s*$" with=" ON CONFLICT DO NOTHING"/></modifySql>',
  },
]

export const loadCases: readonly LoadCase[] = [...asked, ...named, ...updates, ...files]
