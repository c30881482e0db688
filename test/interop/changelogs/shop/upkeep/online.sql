--liquibase formatted sql

--changeset karl:concurrently runInTransaction:false
create index concurrently customer_born on sales.customer (born);

--changeset karl:concurrently-unique runInTransaction:false
--comment: two statements, each on its own
create unique index concurrently "Calc; unique" on sales.calc (a);
drop index concurrently if exists sales.customer_lower_name;

--changeset karl:add-value runInTransaction:false
alter type sales.order_state add value if not exists 'lost';
alter type sales.order_state add value 'found' after 'lost';

--changeset karl:use-value
insert into sales.orders (id, placed, state) values (900, '2030-01-01', 'lost');

--changeset karl:vacuum runInTransaction:false
vacuum (analyze) sales.customer;
analyze catalog.product;

--changeset karl:add-value-in-transaction
alter type sales.order_state add value 'archived';
