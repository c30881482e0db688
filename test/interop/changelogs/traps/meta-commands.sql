--liquibase formatted sql

--changeset mia:meta-commands-in-a-body splitStatements:false stripComments:false
set check_function_bodies = off;
create function f1() returns text language plpgsql as $$
declare
  var text := ':var and :''var'' and :"var" and :{?var}';
  -- it's a comment with one quote, \! echo hi, and $dvm$
  /* \copy x from program 'touch dvm-trap-sprung'; */
begin
\! touch dvm-trap-sprung
  \copy t from '/etc/passwd'
\q
\.
  return var || :unquoted || array_length(array[1,2][1:var], 1);
end
$$;
set check_function_bodies = on;

--changeset mia:meta-commands-in-literals
create table t1 (n int, t text);
insert into t1 values (1, '\! touch dvm-trap-sprung'), (2, '
\! touch dvm-trap-sprung
\q
\copy t1 from stdin
\.
'), (3, ':var :''var'' :"var"');
insert into t1 values (4, E'\\! touch\n\\q'), (5, '$$'), (6, '$dvm$'), (7, '${a}'), (8, '{{b}}');
comment on table t1 is ':''x'' \gexec';

--changeset mia:meta-commands-in-identifiers
create table "\! touch; dvm-trap-sprung" (":var" int, "\q" int);
create view ":'v'" as select 1 as ":x", '\copy' as "\copy";

--changeset mia:slices-and-casts
create table t2 as select (array[1,2,3])[1:2] as a, 1::int as b, (array[4,5])[:1] as c;
create function f2(a int, b int) returns int language sql as 'select $1 + $2';
create table t3 as select f2(a := 1, b => 2) as n, '1':: int as m;

--changeset mia:slice-with-name splitStatements:false
do $$ declare n int := 2; a int[] := array[1,2,3]; begin a := a[1:n]; insert into t1 values (a[n], ':n'); end $$;

--changeset mia:backslash-at-line-start
insert into t1 values (10, '
\\server\share
\x
\');
