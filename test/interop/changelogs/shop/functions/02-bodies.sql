--liquibase formatted sql

--changeset dora:body-tag endDelimiter:/
create function catalog.slug(t text) returns text immutable strict language sql as $body$
  select regexp_replace(lower(t), '[^a-z0-9]+', '-', 'g') || '$$' || $q$;$q$;
$body$;
/
create function catalog.slug2(t text) returns text immutable language sql begin atomic select t || ';'; end;
/

--changeset dora:quoted-body
create function catalog.quoted(a int, b int default 2) returns int language sql as 'select a + b; select a * b + length(''it''''s; fine'')';
create function catalog.quoted_e() returns text language sql as E'select \'x\\ny\' || \'\\\\\'';

--changeset dora:do-block
do $$ begin perform 1; perform 'two; and'; end $$;

--changeset dora:do-loop splitStatements:false
do $$ declare i int; begin for i in 1..3 loop execute format('create table catalog.shelf_%s (id int default %L)', i, i); end loop; end $$;

--changeset dora:do-tagged splitStatements:false
do $outer$
begin
  execute $inner$ create view catalog.shelves as select 1 as n, 'a;b' as s, $x$nested $$ here$x$ as t $inner$;
end
$outer$;

--changeset dora:aggregate-and-operator
create function catalog.add_up(text, text) returns text immutable language sql as 'select $1 || $2';
create aggregate catalog.glue (text) (sfunc = catalog.add_up, stype = text, initcond = '');
create operator catalog.||| (leftarg = text, rightarg = text, function = catalog.add_up);
create cast (catalog.dimension as text) with inout;
