-- ============================================================================================================
-- {{comment title}}
-- ============================================================================================================
-- Product:          {{comment product}} {{comment version}}
-- Package:          {{comment package}}
-- Kind:             {{comment kind}}
-- Generated at:     {{comment generatedAt}} (UTC)
-- Changelog:        {{comment changelog}}
-- Source:           {{comment source}}
-- Changesets:       {{comment count}}
-- Transactions:     {{comment transactions}}
-- Rollback:         {{comment rollback}}
-- Needs:            PostgreSQL {{comment minServer}} or later, schema {{comment schema}}, a client that sends statements one by one{{comment clientNote}}
--
-- HOW TO DEPLOY     psql "postgresql://USER@HOST/DATABASE" -f THIS_FILE
--                   ({{comment clients}})
--                   It can be run again: changesets that the target already has are skipped.
--                   If one fails, nothing after it runs; mend the cause and run the file again.
-- HOW TO ROLL BACK  Restore the backup you took before, or run a rollback package of the same changelog.
-- HOW TO VALIDATE   The last statements check count and checksums and print the history's figures.
--                   The last line is the SHA-256 of all lines above it: head -n -1 THIS_FILE | sha256sum
--
-- dvm:package {{comment facts}}
{{sql path}}{{sql notes}}-- ============================================================================================================

SET client_encoding = 'UTF8';
SET dvm.step = {{literal start}};
