import { xml } from '../parse/tree.ts'
import type { Files } from '../support/package.ts'

const check = (result: number): string => `<sqlCheck expectedResult="${result}">select 1</sqlCheck>`

/** Real Liquibase wants to know. */
const SCHEMA = ` xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd"`

/** A changelog in which every filter, reason to skip and kind of entry occurs that the commands treat differently. */
export const CHANGELOG: Files = {
  'root.xml': xml(
    `
<changeSet id="first" author="me"><comment> The  first one </comment><sql>create table a (i int)</sql></changeSet>
<changeSet id="tested" author="me" context="test"><sql>create table b (i int)</sql></changeSet>
<changeSet id="tag 1" author="me"><tagDatabase tag="v1"/></changeSet>
<changeSet id="slow" author="me" labels="slow"><sql>create table c (i int)</sql></changeSet>
<changeSet id="marked" author="me"><preConditions onFail="MARK_RAN">${check(0)}</preConditions><sql>select 1</sql></changeSet>
<changeSet id="left" author="me"><preConditions onFail="CONTINUE">${check(0)}</preConditions><sql>select 2</sql></changeSet>
<changeSet id="may fail" author="me" failOnError="false"><sql>select 1 / 0</sql></changeSet>
<include file="sub/more.sql"/>
<changeSet id="tag 2" author="me" context="!prod"><tagDatabase tag="v2"/></changeSet>
<changeSet id="oracle" author="me" dbms="oracle"><sql>select * from dual</sql></changeSet>
<changeSet id="ignored" author="me" ignore="true"><sql>no sql at all</sql></changeSet>
<changeSet id="tag 3" author="me"><tagDatabase tag="v4"/></changeSet>
<changeSet id="end" author="me" labels="slow,late"><sql>create table e (i int)</sql></changeSet>`,
    SCHEMA,
  ),
  'sub/more.sql': `--liquibase formatted sql
--changeset sara:always runAlways:true
create table if not exists always (i int);
--changeset sara:view runOnChange:true context:"test or prod"
create or replace view v as select 1 as n;
--changeset sara:moved logicalFilePath:/old/./place.sql
create table moved (i int);
`,
}
