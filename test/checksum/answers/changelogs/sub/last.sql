--liquibase formatted sql
--changeset me:1
select 'first'
--rollback x
--changeset me:2
