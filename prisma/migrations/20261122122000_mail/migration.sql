-- A mail whose last byte is out and whose answer is not there yet: nobody else may send it meanwhile.
ALTER TYPE "mail_status" ADD VALUE 'handed_over' AFTER 'queued';

-- The lists of /admin/mail, the newest first; `attempts` tells apart who has been tried from who has not.
CREATE INDEX "outbox_mails_status_id_attempts_idx" ON "outbox_mails"("status", "id", "attempts");

-- Administrators have every permission that there is.
INSERT INTO "role_permissions" ("role_name", "permission")
SELECT "name", unnest(ARRAY['mails.read', 'mails.resend']) FROM "roles" WHERE "name" = 'admin';
