-- ============================================================================================================
-- {{comment title}}
-- ============================================================================================================
-- Product:          {{comment product}} {{comment version}}
-- Package:          {{comment package}}
-- Kind:             {{comment kind}}
-- Generated at:     {{comment generatedAt}} (UTC)
-- Changelog:        {{comment changelog}}
-- Source:           {{comment source}}
-- Rolls back to:    {{comment to}}
-- Changesets:       {{comment count}}, the one that ran last first
-- Transactions:     {{comment transactions}}
-- Rollback:         {{comment rollback}}
-- Needs:            PostgreSQL {{comment minServer}} or later, schema {{comment schema}}, a client that sends statements one by one{{comment clientNote}}
-- dvm:package {{comment facts}}
--
-- HOW TO DEPLOY     psql "postgresql://USER@HOST/DATABASE" -f THIS_FILE
--                   ({{comment clients}})
--                   It can be run again: changesets that the target does not have any more are skipped.
--                   If one fails, nothing after it runs; mend the cause and run the file again.
-- HOW TO GO BACK    Run a package of the same changelog again. It does not bring back data that this one destroys.
-- HOW TO VALIDATE   The last statements check the history and print its figures.
--
{{sql notes}}-- ============================================================================================================

SET client_encoding = 'UTF8';
SET dvm.step = {{literal start}};
