-- CreateTable
CREATE TABLE "jobs" (
    "name" TEXT NOT NULL,
    "lease_until" TIMESTAMPTZ(3),
    "lease_holder" UUID,
    "next_due_at" TIMESTAMPTZ(3),
    "last_started_at" TIMESTAMPTZ(3),
    "last_finished_at" TIMESTAMPTZ(3),
    "last_outcome" TEXT,
    "last_report" JSONB,
    "last_error" TEXT,

    CONSTRAINT "jobs_pkey" PRIMARY KEY ("name")
);

-- What the purges look for, the oldest first.
-- CreateIndex
CREATE INDEX "sessions_revoked_at_idx" ON "sessions"("revoked_at");

-- CreateIndex
CREATE INDEX "users_activated_at_created_at_idx" ON "users"("activated_at", "created_at");

-- What must never be, whoever writes.
ALTER TABLE "jobs"
  ADD CONSTRAINT "jobs_lease_has_a_holder" CHECK (("lease_until" IS NULL) = ("lease_holder" IS NULL)),
  ADD CONSTRAINT "jobs_outcome_is_known" CHECK ("last_outcome" IN ('done', 'failed', 'stopped'));
