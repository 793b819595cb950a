-- AlterEnum: nothing below may use the new values, which PostgreSQL only knows once this has committed.
ALTER TYPE "challenge_purpose" ADD VALUE 'reset';
ALTER TYPE "challenge_purpose" ADD VALUE 'invitation';

-- CreateTable
CREATE TABLE "reset_requests" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "ip" TEXT NOT NULL,
    "user_agent" TEXT NOT NULL,
    "request_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "reset_requests_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "reset_requests_next_attempt_at_idx" ON "reset_requests"("next_attempt_at");

-- What must never be, whoever writes.
ALTER TABLE "reset_requests"
  ADD CONSTRAINT "reset_requests_email_is_normalised" CHECK ("email" = lower(btrim("email")) AND "email" <> '');
-- A link to set a password belongs to the person, whoever registered, and a code of six digits would be too little for it.
ALTER TABLE "challenges"
  ADD CONSTRAINT "challenges_only_activation_has_registration_and_code"
    CHECK ("purpose" = 'activation' OR ("registration_id" IS NULL AND "code_hash" IS NULL));
