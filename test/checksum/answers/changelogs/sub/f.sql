
  -- LIQUIBASE formatted sql logicalFilePath:/log//./f.sql
--property name:x value:X1 context:nope
--property name:y value:${a}-Y global:false
--changeset me:1 context:first context:"second , third" labels:a LABELS:"B,c" rollbackSplitStatements:false endDelimiter:;; rollbackEndDelimiter:GO
  --comment not one
--comment ${a} it  
select '${x} ${y} ${z}';
--property name:z value:Z!
 -- rollback   drop
--rollback
-- comment here: gone
--Comment:last ${z}  
--validCheckSum: 9:abcdef trailing
-- precondition of something stays
--  	changeset "me":"2 b" logicalFilePath: labels: runOnChange:true ignore:TRUE dbms:,mysql contextFilter: context:zz
select 2 /* é */ ;
--changeset me:3 dbms:!mysql,postgresql failOnError:false  runAlways:TRUE stripComments:false
/* liquibase rollback
 drop a;
 drop b; */
/* liquibase rollback */
select 3
/
--changeset me:4 splitStatements:false
select 4
  /
