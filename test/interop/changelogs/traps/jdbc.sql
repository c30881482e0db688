--liquibase formatted sql

--changeset pia:question-marks
create view questions as select '{"a":1}'::jsonb ?? 'a' as has, '{"a":1}'::jsonb ??| array['a'] as any_of, '??' as two, '?' as one;
