--liquibase formatted sql
--changeset kim:before
create table t (n int);
--rollback drop table t;
--changeset kim:bad
create table u (n int);
