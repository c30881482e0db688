--liquibase formatted sql

--changeset dora:sum-of-orders splitStatements:false runOnChange:true
create or replace function sales.sum_of_orders(who bigint) returns numeric language plpgsql stable as $$
declare
  result numeric; -- stripped
begin
  /* stripped; too */
  select coalesce(sum(net), 0) into result from sales.orders where customer = who;
  return result;
end;
$$;

--changeset dora:sum-of-orders-kept splitStatements:false stripComments:false
create or replace function sales.sum_kept(who bigint) returns numeric language plpgsql stable as $$
declare
  result numeric; -- kept
begin
  /* kept; too */
  select coalesce(sum(net), 0) into result from sales.orders where customer = who;
  return result;
end;
$$;
