-- CreateExtension
-- A trusted one: whoever may create in the database may have it. Where that is somebody else's to do, they do it first,
-- in whatever schema they like.
CREATE EXTENSION IF NOT EXISTS "pg_trgm";

-- So that its operator class is found there, until this transaction ends. Queries need none of its names.
SELECT set_config('search_path', concat_ws(', ', nullif(current_setting('search_path'), ''), quote_ident(n.nspname)), true)
FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'pg_trgm';

-- What a search of names looks at: each word of them begins after a space.
ALTER TABLE "users" ADD COLUMN "search_name" TEXT NOT NULL
  GENERATED ALWAYS AS (lower(normalize(' ' || "first_name" || ' ' || "last_name", NFKC))) STORED;

-- CreateIndex
CREATE INDEX "users_search_name_idx" ON "users" USING GIN ("search_name" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "users_email_idx" ON "users" USING GIN ("email" gin_trgm_ops);

-- The order of the list, with what a status is made of: who is on a page is read in it, without the rows.
-- CreateIndex
CREATE INDEX "users_list_idx" ON "users"("created_at", "id", "activated_at", "suspended_at", "suspended_until");

-- How many there are of a status is read in this one.
-- CreateIndex
CREATE INDEX "users_status_idx" ON "users"("activated_at", "suspended_at", "suspended_until");

-- DropIndex
DROP INDEX "users_created_at_idx";
