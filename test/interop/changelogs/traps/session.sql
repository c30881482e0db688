--liquibase formatted sql

--changeset olga:results-are-not-commands
select 'drop table t1;' as would_be_run_by_gexec;
values (1), (2);
table t1;
show work_mem;
explain select 1;

--changeset olga:temporary
create temporary table passing (n int) on commit preserve rows;
insert into passing values (7);

--changeset olga:temporary-used
create table arrived as select n from passing;

--changeset olga:prepared
prepare p (int) as insert into arrived values ($1);
execute p (8);
deallocate p;
declare c cursor for select 1;
fetch all from c;
close c;
lock table arrived in exclusive mode;
set constraints all immediate;
insert into arrived values (9);
notify somebody, 'it''s; done';
listen somebody;
unlisten *;

--changeset olga:strings-off-and-on
set standard_conforming_strings = off;
insert into arrived values (length('a\\b'));
set standard_conforming_strings = on;
insert into arrived values (length('a\\b'));

--changeset olga:names-a-tool-might-want
create schema dvm;
create table dvm.step (id int);
create table "dvm.step" (id int);
create function dvm.now() returns text language sql as 'select ''then''';
create function public.count(text) returns int language sql as 'select 0';
create domain public.text as pg_catalog.varchar(3);

--changeset olga:other-history
create schema other;
create table other.databasechangelog (id int);
create table other.databasechangeloglock (id int);
set search_path = other, public;

--changeset olga:unqualified-after
create table lands_in_other (id int);
reset search_path;

--changeset olga:lands-in-public
create table lands_in_public (id int);
