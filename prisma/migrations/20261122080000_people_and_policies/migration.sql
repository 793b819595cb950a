-- AlterTable
ALTER TABLE "users"
  ADD COLUMN "manager_id" UUID,
  ADD COLUMN "manager_path" UUID[] DEFAULT ARRAY[]::UUID[],
  ADD COLUMN "suspended_until" TIMESTAMPTZ(3),
  ADD COLUMN "suspended_reason" TEXT;

-- CreateEnum
CREATE TYPE "policy_effect" AS ENUM ('allow', 'deny');

-- CreateTable
CREATE TABLE "policies" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "effect" "policy_effect" NOT NULL,
    "action" TEXT NOT NULL,
    "resource" TEXT NOT NULL,
    "fields" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "conditions" JSONB NOT NULL DEFAULT '[]',
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "policies_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "policies_name_key" ON "policies"("name");

-- CreateIndex
CREATE INDEX "users_manager_id_idx" ON "users"("manager_id");

-- CreateIndex
CREATE INDEX "users_manager_path_idx" ON "users" USING GIN ("manager_path");

-- AddForeignKey
ALTER TABLE "users" ADD CONSTRAINT "users_manager_id_fkey" FOREIGN KEY ("manager_id") REFERENCES "users"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Whether a suspension holds at a moment: one with an end is over by itself.
CREATE FUNCTION "suspension_holds"(since TIMESTAMPTZ, until TIMESTAMPTZ, at TIMESTAMPTZ) RETURNS boolean
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN since IS NOT NULL AND (until IS NULL OR until > at);

-- Everybody's managers, the highest first: so that "below whom" is one look, for one person and for a list.
-- One change of the chain at a time, because two that are good alone may close a circle together. Whoever changes it waits
-- before it holds any row: then nobody waits in a circle, and nobody's sign-in waits for who waits here.
CREATE FUNCTION "lock_manager_chain"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('gatehouse.manager_chain'));
  RETURN NULL;
END $$;

-- The path of who comes or moves, whatever was written into it.
CREATE FUNCTION "place_in_manager_chain"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('gatehouse.manager_chain'));
  NEW.manager_path := coalesce((SELECT manager_path || id FROM "users" WHERE id = NEW.manager_id), '{}');
  RETURN NEW;
END $$;

-- The paths below, from what the rows say at the end of the statement: it may have moved several people. Where a path is
-- right already, so are those below it. Step by step through the indexes, never through everybody, whatever the planner
-- knows of the table.
CREATE FUNCTION "take_reports_along"() RETURNS trigger LANGUAGE plpgsql
  SET enable_hashjoin TO off SET enable_mergejoin TO off AS $$
DECLARE
  own_path UUID[] := coalesce((SELECT manager_path || id FROM "users" WHERE id = NEW.manager_id), '{}');
  has_reports BOOLEAN := EXISTS (SELECT 1 FROM "users" WHERE manager_id = NEW.id);
BEGIN
  IF own_path = NEW.manager_path AND NOT has_reports THEN
    RETURN NULL;
  END IF;
  -- A circle that this closed leads through whoever moved, and through one of their reports.
  IF has_reports AND EXISTS (
    WITH RECURSIVE above (id, manager_id) AS (
      SELECT id, manager_id FROM "users" WHERE id = NEW.manager_id
      UNION
      SELECT u.id, u.manager_id FROM "users" u JOIN above a ON u.id = a.manager_id
    )
    SELECT 1 FROM above WHERE above.id = NEW.id
  ) THEN
    RAISE EXCEPTION 'nobody is their own manager, however far up' USING ERRCODE = 'GH002';
  END IF;
  WITH RECURSIVE below (id, path) AS (
    SELECT NEW.id, own_path
    UNION ALL
    SELECT u.id, b.path || b.id FROM "users" u JOIN below b ON u.manager_id = b.id
    WHERE u.manager_path <> b.path || b.id
  )
  UPDATE "users" SET manager_path = below.path FROM below
  WHERE "users".id = below.id AND "users".manager_path <> below.path;
  RETURN NULL;
END $$;

CREATE TRIGGER "users_lock_manager_chain" BEFORE UPDATE OF "manager_id", "manager_path" OR DELETE ON "users"
  FOR EACH STATEMENT EXECUTE FUNCTION "lock_manager_chain"();
CREATE TRIGGER "users_enter_manager_chain" BEFORE INSERT ON "users"
  FOR EACH ROW WHEN (NEW.manager_id IS NOT NULL OR NEW.manager_path <> '{}') EXECUTE FUNCTION "place_in_manager_chain"();
CREATE TRIGGER "users_bring_reports" AFTER INSERT ON "users"
  FOR EACH ROW WHEN (NEW.manager_id IS NOT NULL) EXECUTE FUNCTION "take_reports_along"();
CREATE TRIGGER "users_change_manager" BEFORE UPDATE OF "manager_id" ON "users"
  FOR EACH ROW WHEN (NEW.manager_id IS DISTINCT FROM OLD.manager_id) EXECUTE FUNCTION "place_in_manager_chain"();
CREATE TRIGGER "users_move_with_reports" AFTER UPDATE OF "manager_id" ON "users"
  FOR EACH ROW WHEN (NEW.manager_id IS DISTINCT FROM OLD.manager_id) EXECUTE FUNCTION "take_reports_along"();
-- A path written by hand is set right; depth 0 is a statement of nobody's trigger.
CREATE TRIGGER "users_keep_manager_path" BEFORE UPDATE OF "manager_path" ON "users"
  FOR EACH ROW WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION "place_in_manager_chain"();

-- Somebody must be able to administer: of those at level 1 who are activated, not suspended and may change roles, the
-- last one stays so. And what a role of level 1 may do, somebody at level 1 can go on doing. Who is suspended until some
-- time counts as nobody before it, and as themselves from then on, like everywhere.
CREATE FUNCTION "keep_the_last_admin"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  wanted TEXT := 'roles.manage';
BEGIN
  -- Two who are the last two must see each other go.
  PERFORM pg_advisory_xact_lock(hashtext('gatehouse.last_admin'));
  IF TG_TABLE_NAME = 'role_permissions' THEN
    wanted := OLD.permission;
  END IF;
  IF NOT EXISTS (
    SELECT 1 FROM "roles" r JOIN "user_roles" ur ON ur.role_name = r.name JOIN "users" u ON u.id = ur.user_id
    WHERE r.level = 1 AND u.activated_at IS NOT NULL
      AND NOT suspension_holds(u.suspended_at, u.suspended_until, clock_timestamp()) AND EXISTS (
      SELECT 1 FROM "user_roles" held JOIN "role_permissions" p ON p.role_name = held.role_name
      WHERE held.user_id = u.id AND p.permission = wanted
    )
  ) THEN
    -- A code of our own: Prisma hands on the code of a refusal, but not the name of its constraint.
    RAISE EXCEPTION 'the last administrator stays' USING ERRCODE = 'GH001';
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION "is_at_level_1"(person UUID) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM "user_roles" ur JOIN "roles" r ON r.name = ur.role_name
                 WHERE ur.user_id = person AND r.level = 1)
$$;
CREATE FUNCTION "is_level_1"(role TEXT) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM "roles" WHERE "name" = role AND "level" = 1)
$$;

-- At the end of the transaction: roles are replaced by taking the old ones away first. An administrator may have the
-- permission by another role than the one of level 1.
CREATE CONSTRAINT TRIGGER "user_roles_keep_the_last_admin" AFTER DELETE OR UPDATE ON "user_roles"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (is_level_1(OLD.role_name) OR is_at_level_1(OLD.user_id)) EXECUTE FUNCTION "keep_the_last_admin"();
CREATE CONSTRAINT TRIGGER "users_keep_the_last_admin" AFTER UPDATE OF "suspended_at", "suspended_until", "activated_at" ON "users"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN ((NEW.suspended_at IS NOT NULL OR NEW.activated_at IS NULL) AND is_at_level_1(NEW.id))
  EXECUTE FUNCTION "keep_the_last_admin"();
CREATE CONSTRAINT TRIGGER "roles_keep_the_last_admin" AFTER UPDATE OF "level" ON "roles"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (OLD.level = 1 AND NEW.level <> 1) EXECUTE FUNCTION "keep_the_last_admin"();
CREATE CONSTRAINT TRIGGER "role_permissions_keep_the_last_admin" AFTER DELETE OR UPDATE ON "role_permissions"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (is_level_1(OLD.role_name) OR OLD.permission = 'roles.manage') EXECUTE FUNCTION "keep_the_last_admin"();

-- What must never be, whoever writes.
ALTER TABLE "users"
  ADD CONSTRAINT "users_manager_path_is_a_list" CHECK ("manager_path" IS NOT NULL),
  ADD CONSTRAINT "users_suspension_has_a_beginning" CHECK ("suspended_at" IS NOT NULL OR ("suspended_until" IS NULL AND "suspended_reason" IS NULL));
ALTER TABLE "policies"
  ADD CONSTRAINT "policies_conditions_are_a_list" CHECK (jsonb_typeof("conditions") = 'array');

-- The shipped rules. They are data: administrators may change them.
INSERT INTO "policies" ("id", "name", "effect", "action", "resource", "fields", "conditions") VALUES
  ('01000000-0000-7000-8000-000000000001', 'Everyone reads oneself', 'allow', 'read', 'user',
   ARRAY['id', 'email', 'first_name', 'last_name', 'avatar', 'status', 'roles', 'manager_id', 'created_at', 'last_login_at'],
   '[{"on": "resource", "attribute": "id", "is": "equal", "value": {"subject": "id"}}]'),
  ('01000000-0000-7000-8000-000000000002', 'Everyone edits one''s own names and picture', 'allow', 'update', 'user',
   ARRAY['first_name', 'last_name', 'avatar'],
   '[{"on": "resource", "attribute": "id", "is": "equal", "value": {"subject": "id"}}]');
INSERT INTO "policies" ("id", "name", "effect", "action", "resource", "fields", "conditions")
SELECT ('01000000-0000-7000-8000-00000000010' || n)::uuid, 'Only administrators may ' || words || ' people of their own rank or above', 'deny', action, 'user', '{}',
  '[{"on": "subject", "attribute": "level", "is": "greater", "value": 1},
    {"on": "resource", "attribute": "id", "is": "not_equal", "value": {"subject": "id"}},
    {"on": "resource", "attribute": "level", "is": "at_most", "value": {"subject": "level"}}]'
FROM unnest(
  ARRAY['update', 'suspend', 'delete', 'sign_out', 'assign'],
  ARRAY['edit', 'suspend', 'delete', 'sign out', 'assign roles to']
) WITH ORDINALITY AS actions(action, words, n);
INSERT INTO "policies" ("id", "name", "effect", "action", "resource", "fields", "conditions")
SELECT ('01000000-0000-7000-8000-00000000020' || n)::uuid, 'Only administrators may ' || words || ' people who are not below them', 'deny', action, 'user', '{}',
  '[{"on": "subject", "attribute": "level", "is": "greater", "value": 1},
    {"on": "resource", "attribute": "id", "is": "not_equal", "value": {"subject": "id"}},
    {"on": "resource", "attribute": "managers", "is": "not_containing", "value": {"subject": "id"}}]'
FROM unnest(ARRAY['update', 'suspend', 'delete'], ARRAY['edit', 'suspend', 'delete']) WITH ORDINALITY AS actions(action, words, n);
