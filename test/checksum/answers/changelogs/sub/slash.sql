--liquibase formatted sql
--property name:late value:LATE
--changeset me:1
select 4
/
--changeset me:2
select 4
/
