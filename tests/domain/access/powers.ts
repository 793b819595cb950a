import { compare, wantedValue, type Value } from '@/lib/domain/access/conditions';
import type { Subject } from '@/lib/domain/access/attributes';
import { type Permission, permissionFor } from '@/lib/shared/authorization';
import type { PolicyRule } from '@/lib/shared/schemas/policy';
import { newcomer, type There } from './there';

/**
 * What somebody can do, by where it comes from: a permission of their roles, or a rule whose conditions on them hold; and
 * what is denied to them. Keys hold the rule's words, so that a rule that was changed is another one.
 */
type Powers = {
  level: number;
  held: ReadonlySet<string>;
  allowed: ReadonlyMap<string, Permission>;
  denied: ReadonlyMap<string, Permission>;
};

function bindsThem({ conditions }: PolicyRule, subject: Subject): boolean {
  return conditions
    .filter(({ on }) => on === 'subject')
    .every((one) => compare(one.is, subject[one.attribute as keyof Subject] as Value, wantedValue(one, subject)));
}

const wordsOf = ({ effect, action, fields, conditions }: PolicyRule) =>
  JSON.stringify([effect, action, fields.toSorted(), conditions]);

function powersBy(subject: Subject, { policies }: There): Powers {
  const rules = policies.filter((rule) => rule.isOn && bindsThem(rule, subject));
  const ofEffect = (effect: PolicyRule['effect']) =>
    new Map(
      rules
        .filter((rule) => rule.effect === effect)
        .map((rule) => [wordsOf(rule), permissionFor(rule.action, rule.resource)]),
    );
  return {
    level: subject.level,
    held: new Set(subject.permissions),
    allowed: ofEffect('allow'),
    denied: ofEffect('deny'),
  };
}

/**
 * Everything that people came to by an act of `actor` and that its actor did not have: empty, or an escalation. Who was not
 * there before had what a newcomer has.
 */
export function escalations(before: There, after: There, actor: Subject): string[] {
  const own = powersBy(actor, before);
  return after.people.flatMap((person) => {
    const was = before.people.find(({ id }) => id === person.id) ?? newcomer(person.id, before);
    return gains(own, powersBy(was, before), powersBy(person, after));
  });
}

function gains(actor: Powers, before: Powers, after: Powers): string[] {
  const gained = [...after.held].filter((permission) => !before.held.has(permission) && !actor.held.has(permission));
  const opened = [...after.allowed].filter(
    ([rule, permission]) => !before.allowed.has(rule) && !actor.allowed.has(rule) && !actor.held.has(permission),
  );
  const freed = [...before.denied].filter(
    ([rule, permission]) => !after.denied.has(rule) && (actor.denied.has(rule) || !actor.held.has(permission)),
  );
  return [
    ...gained.map((permission) => `holds ${permission}`),
    ...opened.map(([rule]) => `is allowed by ${rule}`),
    ...freed.map(([rule]) => `is no longer denied by ${rule}`),
    ...(after.level < before.level && after.level <= actor.level ? [`rose to level ${after.level}`] : []),
  ];
}
