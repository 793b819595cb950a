import * as fc from 'fast-check';
import {
  ACTIONS,
  type Attribute,
  attributesOn,
  LIST_OPERATORS,
  OPERATORS,
  type Operator,
  PERMISSION_NAMES,
  type Resource,
  type Source,
  SOURCES,
  USER_FIELDS,
  USER_STATUSES,
  type UserField,
} from '@/lib/shared/authorization';
import type { Condition } from '@/lib/shared/schemas/condition';
import type { PolicyRule } from '@/lib/shared/schemas/policy';

/** Whom and what rules may speak of. */
export type Names = { people: readonly string[]; roles: readonly string[] };

function valuesOf(of: Attribute['of'], { people, roles }: Names): fc.Arbitrary<string | number> {
  const values: Record<Attribute['of'], fc.Arbitrary<string | number>> = {
    person: fc.constantFrom(...people),
    role: fc.constantFrom(...roles),
    permission: fc.constantFrom(...PERMISSION_NAMES),
    status: fc.constantFrom(...USER_STATUSES),
    address: fc.constantFrom('203.0.113.9', '203.0.113.0/24', '198.51.100.0/24', '2001:db8::/32', '::1'),
    level: fc.integer({ min: 1, max: 12 }),
    hour: fc.integer({ min: 0, max: 23 }),
    weekday: fc.integer({ min: 0, max: 6 }),
    seconds: fc.integer({ min: 0, max: 10 }),
  };
  return values[of];
}

function comparandOf(attribute: Attribute, is: Operator, names: Names): fc.Arbitrary<Condition['value']> {
  const isMany = LIST_OPERATORS.includes(is);
  const value = valuesOf(attribute.of, names);
  const fixed = isMany ? fc.array(value, { minLength: 1, maxLength: 4 }) : value;
  const like = Object.entries(attributesOn('subject', 'user')).filter(
    ([, other]) => other.of === attribute.of && ['list', 'chain'].includes(other.kind) === isMany,
  );
  const own = like.map(([subject]) => fc.constant({ subject }));
  return fc.oneof(fixed, ...own);
}

function conditionOn(on: Source, resource: Resource, names: Names): fc.Arbitrary<Condition> {
  const attributes = Object.entries(attributesOn(on, resource));
  return fc
    .constantFrom(...attributes)
    .chain(([attribute, what]) =>
      fc
        .constantFrom(...(OPERATORS[what.kind] as readonly Operator[]))
        .chain((is) => comparandOf(what, is, names).map((value) => ({ on, attribute, is, value }))),
    );
}

const hasFields = (resource: Resource, action: string) => resource === 'user' && ['read', 'update'].includes(action);

/** Any rule about a person or a role that the API would take. */
export function policies(resource: 'user' | 'role', names: Names): fc.Arbitrary<Omit<PolicyRule, 'id' | 'name'>> {
  return fc.constantFrom(...ACTIONS[resource]).chain((action) => {
    const sources = SOURCES.filter((source) => source !== 'resource' || action !== 'create');
    const condition = fc.constantFrom(...sources).chain((source) => conditionOn(source, resource, names));
    return fc.record({
      effect: fc.constantFrom('allow' as const, 'deny' as const),
      action: fc.constant(action),
      resource: fc.constant(resource),
      fields: hasFields(resource, action)
        ? fc.oneof(fc.constant<UserField[]>([]), fc.uniqueArray(fc.constantFrom(...USER_FIELDS), { maxLength: 4 }))
        : fc.constant<UserField[]>([]),
      conditions: fc.array(condition, { maxLength: 3 }),
    });
  });
}
