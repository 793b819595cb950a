-- AlterTable
ALTER TABLE "audit_events"
  ADD COLUMN "position" BIGINT,
  ADD COLUMN "seal" BYTEA;

-- CreateTable
CREATE TABLE "audit_chain" (
    "id" SMALLINT NOT NULL,
    "position" BIGINT NOT NULL,
    "mac" BYTEA NOT NULL,

    CONSTRAINT "audit_chain_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "audit_events_position_key" ON "audit_events"("position");

-- CreateIndex
CREATE INDEX "audit_events_event_at_idx" ON "audit_events"("event", "at");

-- What must never be, whoever writes.
ALTER TABLE "audit_events"
  ADD CONSTRAINT "audit_events_sealed_in_a_place" CHECK (("position" IS NULL) = ("seal" IS NULL)),
  ADD CONSTRAINT "audit_events_outcome_is_known" CHECK ("outcome" IN ('success', 'failure'));
ALTER TABLE "audit_chain"
  ADD CONSTRAINT "audit_chain_has_one_end" CHECK ("id" = 1);
