--liquibase formatted sql

--changeset nora:dvm-tags splitStatements:false
create function g1() returns text language sql as $dvm$ select '$$' || '$dvm1$' || $q$ $x$ ; $q$ || '$dvm' $dvm$;
create function g2() returns text language sql as $dvm1$ select '$dvm2$ $dvm$ $body$ $do$ $sql$ $_$ $changeset$ $dvm_0$' $dvm1$;

--changeset nora:many-tags endDelimiter:@@ stripComments:false
do $do$ begin execute $sql$ create table tags (t text default $a$ $$ $a$) $sql$; end $do$
@@
insert into tags values ('$do$'), ('$sql$'), ($_$ $do$ $_$), ('$'), ('a$dvm$b'), ('$1$'), ('$é$')
@@

--changeset nora:dollar-in-names
create table do$dvm$lar (a$1 int, "$$" text default '$dvm$');
create function g3(int) returns int language sql as 'select $1';

--changeset nora:comment-with-a-tag splitStatements:false stripComments:false
-- $dvm$ it's "open
/* $$ /* nested $dvm$ */ ' */
create view gv as select 1 as one /* $dvm$ */, 'x' -- $$ '
 'y' as two;

--changeset nora:ends-with-comment splitStatements:false stripComments:false
create table ends_with_comment (id int); -- no line end after this; $$ '
--changeset nora:ends-without-semicolon
insert into ends_with_comment values (1)
--changeset nora:ends-with-block-comment splitStatements:false stripComments:false
insert into ends_with_comment values (2) /* last; $$ ' */
