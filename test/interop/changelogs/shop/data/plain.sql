-- a file of plain SQL: one changeset named raw
create table catalog.plain (id int, t text);
insert into catalog.plain values (1, 'a;b');
/* block; comment */
insert into catalog.plain values (2, '-- no comment');
