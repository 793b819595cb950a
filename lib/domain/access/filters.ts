import type { Prisma } from '@/prisma/generated/client';
import { type Operator, type Resource, USER_STATUSES, type UserStatus } from '@/lib/shared/authorization';
import type { Condition } from '@/lib/shared/schemas/condition';
import { NO_LEVEL, type Environment, type Subject } from './attributes';
import { listOf, wantedValue, type Value } from './conditions';

type People = Prisma.UserWhereInput;
type Roles = Prisma.RoleWhereInput;
/** A filter that the database and CASL both understand: `Prisma.UserWhereInput` for people, and so on. */
export type Filter = Record<string, unknown>;
type Asked = { is: Operator; wanted: Value; now: Date };

function column(name: string, { is, wanted }: Asked): Filter {
  return positive(is, { [name]: { in: [...listOf(wanted)] } });
}

/** In the database nothing equals NULL and nothing differs from it; here NULL is a value like any other. */
function optionalColumn(name: string, { is, wanted }: Asked): Filter {
  return positive(is, { AND: [{ [name]: { not: null } }, { [name]: { in: [...listOf(wanted)] } }] });
}

const ORDERS: Partial<Record<Operator, (wanted: number) => object>> = {
  equal: (wanted) => ({ equals: wanted }),
  not_equal: (wanted) => ({ not: wanted }),
  less: (wanted) => ({ lt: wanted }),
  at_most: (wanted) => ({ lte: wanted }),
  greater: (wanted) => ({ gt: wanted }),
  at_least: (wanted) => ({ gte: wanted }),
};

const NOBODY: People = { id: { in: [] } };
const EVERYBODY: People = { NOT: NOBODY };

/** The highest of somebody's roles decides: somebody's level is at most 5 when some role's is. */
const levelAtMost = (level: number): People =>
  level >= NO_LEVEL ? EVERYBODY : { roles: { some: { role: { is: { level: { lte: level } } } } } };
const levelIs = (level: number): People => ({ AND: [levelAtMost(level), { NOT: levelAtMost(level - 1) }] });

const LEVEL_FILTERS: Partial<Record<Operator, (wanted: number) => People>> = {
  at_most: levelAtMost,
  less: (wanted) => levelAtMost(wanted - 1),
  greater: (wanted) => ({ NOT: levelAtMost(wanted) }),
  at_least: (wanted) => ({ NOT: levelAtMost(wanted - 1) }),
  equal: levelIs,
  not_equal: (wanted) => ({ NOT: levelIs(wanted) }),
};

/** A suspension with an end is over by itself. */
const suspendedAt = (now: Date): People => ({
  AND: [{ suspendedAt: { not: null } }, { OR: [{ suspendedUntil: null }, { suspendedUntil: { gt: now } }] }],
});

const STATUS_FILTERS: Record<UserStatus, (now: Date) => People> = {
  suspended: suspendedAt,
  active: (now) => ({ AND: [{ activatedAt: { not: null } }, { NOT: suspendedAt(now) }] }),
  pending: (now) => ({ AND: [{ activatedAt: null }, { NOT: suspendedAt(now) }] }),
};

/** Those who stand like this now. */
export function statusFilter(status: UserStatus, now: Date): People {
  return STATUS_FILTERS[status](now);
}

function someStatus({ wanted, now }: Asked): People {
  const named = USER_STATUSES.filter((status) => listOf(wanted).includes(status));
  return named.length === 0 ? NOBODY : { OR: named.map((status) => statusFilter(status, now)) };
}

/** How a condition on each attribute is asked of the database, by resource. */
const FILTERS: Partial<Record<Resource, Record<string, (asked: Asked) => Filter | undefined>>> = {
  user: {
    id: (asked) => column('id', asked),
    manager_id: (asked) => optionalColumn('managerId', asked),
    level: ({ is, wanted }) => LEVEL_FILTERS[is]?.(Number(wanted)),
    managers: ({ is, wanted }) => positive(is, { managerPath: { has: String(wanted) } }),
    status: (asked) => positive(asked.is, someStatus(asked)),
    roles: ({ is, wanted }) => {
      const names = listOf(wanted).map(String);
      const all: People = { roles: { every: { roleName: { in: names } } } };
      return positive(is, isAll(is) ? all : { roles: { some: { roleName: { in: names } } } });
    },
  },
  role: {
    name: (asked) => column('name', asked),
    level: ({ is, wanted }) => ({ level: ORDERS[is]?.(Number(wanted)) }),
    permissions: ({ is, wanted }) => {
      const names = listOf(wanted).map(String);
      const all: Roles = { permissions: { every: { permission: { in: names } } } };
      return positive(is, isAll(is) ? all : { permissions: { some: { permission: { in: names } } } });
    },
    // What a rule of the house asks of a role in hand; no list is filtered by it.
    lends: ({ wanted }) => ({ NOT: { lends: { every: { permission: { in: [...listOf(wanted)] } } } } }),
  },
  // Likewise of a rule in hand.
  policy: {
    permission: (asked) => column('permission', asked),
    spares: ({ is, wanted }) => ({ spares: ORDERS[is]?.(Number(wanted)) }),
  },
};

const isAll = (is: Operator) => is === 'within' || is === 'not_within';

const POSITIVE: readonly Operator[] = ['equal', 'one_of', 'containing', 'within'];

function positive(is: Operator, filter: Filter): Filter {
  return POSITIVE.includes(is) ? filter : { NOT: filter };
}

/** A condition on a resource, as a filter. Throws at one that the schema of rules would not have let in. */
export function filterOf(resource: Resource, condition: Condition, subject: Subject, { now }: Environment): Filter {
  const { attribute, is } = condition;
  const filter = FILTERS[resource]?.[attribute]?.({ is, wanted: wantedValue(condition, subject), now });
  if (!filter) throw new Error(`a rule asks about "${attribute}" of a ${resource}, which nobody understands`);
  return filter;
}
