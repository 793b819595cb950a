import { Problem } from '@/lib/core/problem';
import { isPermitted } from '@/lib/domain/access/authorize';
import { explain, type Explanation } from '@/lib/domain/access/explain';
import { getAskedObject, getSubject, supposeRights } from '@/lib/domain/access/question';
import { requireActor } from '@/lib/domain/authentication';
import type { PersonFacts } from '@/lib/domain/session-view';
import { isSuspendedAt } from '@/lib/domain/suspension';
import { defineUseCase } from '@/lib/domain/use-case';
import { explainAccessInput, explainAccessOutput } from '@/lib/shared/schemas/explain';

/**
 * Whether somebody may do something, and which rule says so. About oneself anybody may ask, and hears which rule decides;
 * about others, and what every rule found, only who may change rules.
 */
export const explainAccess = defineUseCase({
  summary: 'Who may do what, and why',
  access: 'activated',
  limits: [],
  input: explainAccessInput,
  output: explainAccessOutput,
  problems: ['forbidden', 'not_found'],
  run: async (ctx, { subject_id, action, resource, environment }) => {
    const own = requireActor(ctx).person;
    const isSimulator = isPermitted(ctx, 'policies.manage', 'on all');
    if (!isSimulator && !isOneself(own, subject_id ?? own.id)) throw new Problem('forbidden');
    const person = await getSubject(ctx, subject_id);
    const rights = await supposeRights(ctx, person, environment);
    const object = await getAskedObject(ctx, rights, resource, isSimulator);
    const closed = closedAccount(person, ctx.now());
    if (closed !== null) return { allowed: false, reason: closed, trace: [] };
    const explanation = explain(rights, { action, resource: resource.type, object });
    return isSimulator ? explanation : withoutOthers(explanation, isOneself(own, resource.id));
  },
});

function isOneself({ id, email }: PersonFacts, named: string | undefined): boolean {
  return named === id || named === email;
}

/** No rule lets in whom the door does not. */
function closedAccount(person: PersonFacts, now: Date): string | null {
  if (isSuspendedAt(person.suspension, now)) return 'The account is suspended.';
  return person.isActivated ? null : 'The account is not activated.';
}

/** Only the rule that decides, and nothing of what it found about somebody or something else. */
function withoutOthers({ allowed, reason, trace }: Explanation, isOwn: boolean): Explanation {
  const decisive = trace.filter(({ decides }) => decides);
  return {
    allowed,
    reason,
    trace: decisive.map((rule) => ({
      ...rule,
      conditions: rule.conditions.map((one) => (one.on === 'resource' && !isOwn ? { ...one, found: null } : one)),
    })),
  };
}
