--liquibase formatted sql

--changeset gerd:odd-strings
create table sales.odd (n int primary key, t text);
insert into sales.odd values (1, 'it''s; here'), (2, E'back\\slash \'quoted\' \n new line \x41 \u00e9'), (3, 'C:\new\table');
insert into sales.odd values (4, 'two -- dashes'), (5, 'a /* comment? */ no'), (6, '$$ dollar $tag$ signs $1');
insert into sales.odd values (7, ':name and :''quoted'' and :"double" and ::text'), (8, '\! rm -rf /; \copy x from y');
insert into sales.odd values (9, '😀 → ñ ü ß 漢字 ‏ע'), (10, U&'\0041\+01F600'), (11, U&'d!0061t' uescape '!');
insert into sales.odd values (12, 'line one
line two;

  line -- four
');
insert into sales.odd values (13, $$dollar 'quoted'$$), (14, $x$with $$ inside $x$), (15, 'tab	tab');
insert into sales.odd values (16, 'concat' 
  'enated; string'), (17, b'101'::text || x'1F'::text), (18, '${not.a.property} and %s and \\ and "double"');
insert into sales.odd values (19, ''), (20, null), (21, ''''), (22, ''''''), (23, E'\''), (24, ' '), (25, e'\\');
insert into sales.odd values (26, 'backslash \ inside'), (27, '&amp; <xml> ]]>'), (28, '{"json": "a;b"}');

--changeset gerd:odd-identifiers
create table sales."Odd; ""Name"" -- x" ("col;umn" int, "it's" text default 'it''s', "a/*b*/" int, "$$" int, ":v" int);
comment on table sales."Odd; ""Name"" -- x" is E'line 1\nline 2; "q" \'';
create index "Odd index; $$" on sales."Odd; ""Name"" -- x" ("it's");

--changeset gerd:numbers-and-operators
create table sales.calc as select 5 / 2 as a, 3 - -1 as b, 2 * 3 as c, '{"a": {"b": 1}}'::jsonb #>> '{a,b}' as d, array[1,2] @> array[1] as e,
  '{"a":1}'::jsonb ?? 'a' as f, 1e-3 as g, 'x' ~* '^X' as h, @ -5 as i, 7 % 3 as j, 'abc' ^@ 'a' as k, (array[3,4])[1:2] as l;
