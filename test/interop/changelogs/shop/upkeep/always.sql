--liquibase formatted sql

--changeset lena:refresh runAlways:true
refresh materialized view catalog.price_list;

--changeset lena:regrant runOnChange:true runAlways:true
grant select on all tables in schema public to dvm_shop_reader;
