--liquibase formatted sql

--changeset ida:own-transaction
BEGIN;
create table sales.own_tx (id int);
insert into sales.own_tx values (1);
COMMIT;

--changeset ida:own-transaction-split-off splitStatements:false
begin transaction;
create table sales.own_tx_2 (id int);
commit;

--changeset ida:checked-formatted
--preconditions onFail:MARK_RAN onError:MARK_RAN
--precondition-sql-check expectedResult:"1" select count(*) from sales.own_tx
alter table sales.own_tx add column t text default 'x';

--changeset ida:table-exists-formatted
--preconditions onFail:MARK_RAN
--precondition-table-exists table:own_tx_nowhere schema:sales
create table sales.not_made (id int);

--changeset ida:settings
set search_path to sales, public;
create table in_sales (id int);
reset search_path;
create table in_public (id int);

--changeset ida:set-local
set local work_mem = '8MB';
create table public.after_set_local as select current_setting('work_mem') as w;

--changeset ida:session-setting-does-not-leak
create table public.not_leaked as select current_schema() as s;
