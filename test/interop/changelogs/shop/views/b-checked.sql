--liquibase formatted sql
--changeset emil:checked runOnChange:true
create or replace view sales.adult as select * from sales.customer where born < date '2006-01-01' with local check option;
create or replace view catalog.counting as with recursive c (n) as (values (1) union all select n + 1 from c where n < 5) select n from c;
