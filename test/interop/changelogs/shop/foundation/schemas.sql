--liquibase formatted sql logicalFilePath:shop/foundation/schemas.sql

--changeset anna:schemas
--comment: two schemas; one for the catalogue, one for sales
create schema catalog;
create schema sales;
comment on schema catalog is 'what can be bought; its "owner" is anna''s team';
--rollback drop schema sales;
--rollback drop schema catalog;

--changeset anna:roles
do $$ begin create role dvm_shop_reader; exception when duplicate_object or unique_violation then null; end $$;
--rollback empty

--changeset anna:enum-and-domains
create type sales.order_state as enum ('new', 'paid', 'shipped', 'it''s back');
create domain sales.email as text check (value ~ '^[^@;]+@[^@;]+$');
create domain catalog.price as ${price.type} default 0 not null check (value >= 0);
create type catalog.dimension as (width int, height int, unit text);
/* liquibase rollback
drop type catalog.dimension;
drop domain catalog.price;
drop domain sales.email;
drop type sales.order_state;
*/

--changeset anna:sequences logicalFilePath:shop/moved/sequences.sql
create sequence sales.invoice_no start 1000 increment 10 cache 5;
create sequence catalog."Odd Sequence; really" minvalue 5;
select nextval('sales.invoice_no');

--changeset anna:for-others dbms:mysql,oracle
create table never_here (id int);

--changeset anna:switched-off ignore:true
create table never_here_either (id int);

--changeset anna:extensions dbms:!mysql context:!nothing
create collation catalog.german (provider = icu, locale = 'de-DE-x-icu');
