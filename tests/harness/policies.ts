import type { Condition } from '../../lib/shared/schemas/condition';
import type { Client } from './client';
import { newName } from './roles';

export type NewPolicy = {
  effect: 'allow' | 'deny';
  action: string;
  resource: string;
  fields?: string[];
  conditions?: Condition[];
  enabled?: boolean;
};

/** A rule of a name that no other has, as it is sent. */
export function policyOf(own: Partial<NewPolicy> = {}): NewPolicy & { name: string } {
  return { name: newName('rule'), effect: 'deny', action: 'delete', resource: 'user', ...own };
}

/** Makes a rule as `browser`, an administrator's, and answers its id. */
export async function makePolicy(browser: Client, own: Partial<NewPolicy>): Promise<string> {
  const answer = await browser.post('/api/policies', policyOf(own));
  if (answer.status !== 201) throw new Error(`make a rule: ${answer.status} ${answer.text}`);
  return String(answer.body['id']);
}

export const asking = (on: Condition['on'], attribute: string, is: Condition['is'], value: Condition['value']) => ({
  on,
  attribute,
  is,
  value,
});

/** Binds nobody down to this level. */
export const below = (level: number): Condition => asking('subject', 'level', 'greater', level);
