--liquibase formatted sql

--changeset quinn:baseline
--comment: as pg_dump writes it: from here on nothing is found without its schema
SET statement_timeout = 0;
SET lock_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET client_min_messages = warning;
SET row_security = off;
SET default_tablespace = '';
SET default_table_access_method = heap;
CREATE FUNCTION public.not_yet() RETURNS bigint LANGUAGE sql AS 'select n from public.later';
CREATE TABLE public.later (n bigint NOT NULL);
ALTER TABLE ONLY public.later ADD CONSTRAINT later_pkey PRIMARY KEY (n);

--changeset quinn:after-the-baseline
CREATE TABLE public.after_baseline (id int);

--changeset quinn:checked-after-the-baseline
--preconditions onFail:MARK_RAN
--precondition-sql-check expectedResult:0 select count(*) from public.after_baseline
CREATE TABLE public.checked_after_baseline (id int);
