--liquibase formatted sql

--changeset jana:grants
grant usage on schema catalog, sales to dvm_shop_reader;
grant select on all tables in schema catalog, sales, public to dvm_shop_reader;
grant select (id, name), update (name) on sales.customer to public;
alter default privileges in schema sales grant select on tables to dvm_shop_reader;
revoke execute on function catalog.quoted(int, int) from public;

--changeset jana:policies
alter table sales.orders enable row level security;
create policy own_orders on sales.orders for select to dvm_shop_reader using (customer::text = current_setting('app.customer', true)) ;
create policy nothing_new on sales.orders as restrictive for insert with check (net >= 0 and state <> 'it''s back');

--changeset jana:defaults-after-grants
create table sales.after_default_grants (id int);
alter table sales.customer alter column mail set statistics 500, alter column name set storage external;
alter table catalog.product cluster on product_pkey;
create publication shop_changes for table sales.customer (id, name), sales.orders;
