--liquibase formatted sql

--changeset fritz:countries labels:Seed,geo
create table catalog.country (code char(2) primary key, name text not null, "select" int, "UPPER case" int default 7);
insert into catalog.country (code, name) values ('de', 'Deutschland'), ('fr', 'La France; l''hexagone'), ('ci', 'Côte d''Ivoire');
insert into catalog.country (code, name) select 'x' || i, 'test ' || i from generate_series(1, 9) i;
update catalog.country set "select" = length(name) where code like 'x%';
delete from catalog.country where code = 'x9';

--changeset fritz:countries-test context:test
insert into catalog.country (code, name) values ('zz', 'only in tests');

--changeset fritz:countries-prod context:prod,stage labels:geo
insert into catalog.country (code, name) values ('pp', 'only in prod');

--changeset fritz:customers
insert into sales.customer (mail, name, born) overriding system value select 'c' || i || '@example.org', 'Customer ' || i, date '1990-01-01' + i from generate_series(1, ${batch}) i;
insert into sales.orders (id, placed, customer, net) select i, date '2022-06-01' + i * 60, i, i * 1.5 from generate_series(1, ${batch}) i;
set constraints all immediate;
