--liquibase formatted sql

--changeset kim:log
create table log (n serial, line text);
--rollback not required

--changeset kim:lines
create table lines (n int);
--rollback insert into log (line) values ('one; -- kept');
--rollback drop table lines;

--changeset kim:block
create table block (n int);
/* liquibase rollback
insert into log (line) values ('block');
drop table block;
*/

--changeset kim:delimiter rollbackEndDelimiter:// rollbackSplitStatements:true
create table delimiter (n int);
--rollback do $$ begin insert into log (line) values ('in a body'); end $$ //
--rollback drop table delimiter //

--changeset kim:whole rollbackSplitStatements:false
create table whole (n int);
--rollback insert into log (line) values ('whole'); drop table whole;

--changeset kim:empty
select 1;
--rollback empty

--changeset kim:dropped
drop table log;
--rollback changesetId:log changesetAuthor:kim changesetPath:formatted.sql
