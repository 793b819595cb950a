import type { Prisma } from '@/prisma/generated/client';
import type { Operator } from '@/lib/shared/authorization';
import type { Condition } from '@/lib/shared/schemas/policy';
import type { Environment, Subject } from './attributes';

type Scalar = string | number;
type Value = Scalar | readonly Scalar[];

/** How each operator compares what is found with what is wanted. */
const COMPARES: Record<Operator, (found: Value, wanted: Value) => boolean> = {
  equal: (found, wanted) => found === wanted,
  not_equal: (found, wanted) => found !== wanted,
  one_of: (found, wanted) => listOf(wanted).includes(found as Scalar),
  none_of: (found, wanted) => !listOf(wanted).includes(found as Scalar),
  less: (found, wanted) => found < wanted,
  at_most: (found, wanted) => found <= wanted,
  greater: (found, wanted) => found > wanted,
  at_least: (found, wanted) => found >= wanted,
  containing: (found, wanted) => listOf(found).includes(wanted as Scalar),
  not_containing: (found, wanted) => !listOf(found).includes(wanted as Scalar),
};

function listOf(value: Value): readonly Scalar[] {
  return typeof value === 'object' ? value : [value];
}

/** Whether what is found stands to what is wanted as the operator says. */
export function compare(is: Operator, found: Value, wanted: Value): boolean {
  return COMPARES[is](found, wanted);
}

/** What an attribute is compared with, for this person. */
export function wantedValue({ value }: Condition, subject: Subject): Value {
  return typeof value === 'object' && 'subject' in value ? subject[value.subject] : value;
}

/** Whether a condition on the subject or the environment holds; those on the resource are left to the database. */
export function holdsBeforehand(condition: Condition, subject: Subject, environment: Environment): boolean {
  if (condition.on === 'resource') return true;
  const found = { ...(condition.on === 'subject' ? subject : environment) } as Record<string, Value>;
  const value = found[condition.attribute];
  return value !== undefined && compare(condition.is, value, wantedValue(condition, subject));
}

type Where = Prisma.UserWhereInput;

/** Prisma's words for comparing a column. */
const COLUMN_FILTERS: Partial<Record<Operator, (wanted: Value) => object>> = {
  equal: (wanted) => ({ equals: wanted }),
  not_equal: (wanted) => ({ not: wanted }),
  one_of: (wanted) => ({ in: [...listOf(wanted)] }),
  none_of: (wanted) => ({ notIn: [...listOf(wanted)] }),
};

const STATUSES: Record<string, Where> = {
  active: { activatedAt: { not: null }, suspendedAt: null },
  pending: { activatedAt: null, suspendedAt: null },
  suspended: { suspendedAt: { not: null } },
};

const someRole = (level: object): Where => ({ roles: { some: { role: { is: { level } } } } });
const noRole = (level: object): Where => ({ roles: { none: { role: { is: { level } } } } });

/** The highest of somebody's roles decides: somebody's level is at most 5 when some role's is. */
const LEVEL_FILTERS: Partial<Record<Operator, (wanted: number) => Where>> = {
  at_most: (wanted) => someRole({ lte: wanted }),
  less: (wanted) => someRole({ lt: wanted }),
  greater: (wanted) => noRole({ lte: wanted }),
  at_least: (wanted) => noRole({ lt: wanted }),
  equal: (wanted) => ({ AND: [someRole({ equals: wanted }), noRole({ lt: wanted })] }),
  not_equal: (wanted) => ({ NOT: { AND: [someRole({ equals: wanted }), noRole({ lt: wanted })] } }),
};

/** How a condition on each attribute of a person is asked of the database. */
const USER_ATTRIBUTES: Record<string, (is: Operator, wanted: Value) => Where | undefined> = {
  id: (is, wanted) => ({ id: COLUMN_FILTERS[is]?.(wanted) ?? {} }),
  manager_id: (is, wanted) => ({ managerId: COLUMN_FILTERS[is]?.(wanted) ?? {} }),
  level: (is, wanted) => LEVEL_FILTERS[is]?.(Number(wanted)),
  managers: (is, wanted) => negatedUnless(is === 'containing', { managerPath: { has: String(wanted) } }),
  roles: (is, wanted) => negatedUnless(is === 'containing', { roles: { some: { roleName: String(wanted) } } }),
  status: (is, wanted) => {
    const any: Where = { OR: listOf(wanted).map((status) => STATUSES[String(status)] ?? { id: { in: [] } }) };
    return negatedUnless(is === 'equal' || is === 'one_of', any);
  },
};

function negatedUnless(isPlain: boolean, where: Where): Where {
  return isPlain ? where : { NOT: where };
}

/** A condition on a person, as a filter that both the database and CASL understand. */
export function personFilter(condition: Condition, subject: Subject): Where {
  const filter = USER_ATTRIBUTES[condition.attribute]?.(condition.is, wantedValue(condition, subject));
  if (!filter) throw new Error(`a rule asks about "${condition.attribute}" in a way that nobody understands`);
  return filter;
}
