import { type Operator, type SubjectAttribute } from '@/lib/shared/authorization';
import type { Condition } from '@/lib/shared/schemas/condition';
import { isAddressWithin, type Environment, type Subject } from './attributes';

export type Scalar = string | number;
export type Value = Scalar | readonly Scalar[];

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
  within: isWithin,
  not_within: (found, wanted) => !isWithin(found, wanted),
};

/** Of an address: in one of these networks. Of a list: all of it is among these. */
function isWithin(found: Value, wanted: Value): boolean {
  if (typeof found === 'string') return isAddressWithin(found, listOf(wanted));
  return listOf(found).every((one) => listOf(wanted).includes(one));
}

export function listOf(value: Value): readonly Scalar[] {
  return typeof value === 'object' ? value : [value];
}

/** Whether what is found stands to what is wanted as the operator says. */
export function compare(is: Operator, found: Value, wanted: Value): boolean {
  return COMPARES[is](found, wanted);
}

/** What an attribute is compared with, for this person. */
export function wantedValue({ value }: Condition, subject: Partial<Subject>): Value {
  return typeof value === 'object' && 'subject' in value
    ? (subject[value.subject as SubjectAttribute] as Value)
    : value;
}

/** Whether a condition on the subject or the environment holds; those on the resource are left to the database. */
export function holdsBeforehand(condition: Condition, subject: Subject, environment: Environment): boolean {
  if (condition.on === 'resource') return true;
  const found = { ...(condition.on === 'subject' ? subject : environment) } as Record<string, Value>;
  const value = found[condition.attribute];
  return value !== undefined && compare(condition.is, value, wantedValue(condition, subject));
}
