import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  activityWords,
  AUDIT_CATEGORIES,
  AUDIT_EVENT_NAMES,
  eventsShown,
  findAuditWords,
} from '@/lib/shared/audit-events';

const device = 'Firefox on Linux';

describe('the table of events', () => {
  it.each(AUDIT_EVENT_NAMES)('%s is named for what happened to what, and has words', (name) => {
    expect(name).toMatch(/^[a-z_]+\.[a-z_]+$/);
    const words = findAuditWords(name);
    expect(AUDIT_CATEGORIES).toContain(words?.category);
    for (const by of ['toYou', 'byYou'] as const) {
      expect(activityWords({ event: name, device, data: { provider: 'google' } }, by)).not.toMatch(/[{}]|something$/);
    }
  });

  // asvs:16.1.1
  it('has every event that docs/audit.md names, and that page is the inventory', () => {
    const text = readFileSync('docs/audit.md', 'utf8');
    const named = [...text.matchAll(/`(\w+\.\w+)`/g)].map(([, name]) => name).filter((name) => name !== 'audit.read');
    expect(named).toEqual(expect.arrayContaining(['lockout.closed', 'access.denied']));
    expect(AUDIT_EVENT_NAMES).toEqual(expect.arrayContaining(named));
    for (const word of ['what', 'format', 'where', 'who reads', 'how long', 'never in it']) {
      expect(text).toMatch(new RegExp(`^\\| ${word} `, 'm'));
    }
  });

  it('calls a link for somebody invited what it is', () => {
    expect(findAuditWords('person.reset_sent', { link: 'reset' })?.label).toBe('Link for a new password sent');
    expect(findAuditWords('person.reset_sent', { link: 'invitation' })?.label).toBe('Invitation sent again');
  });

  it('shows a person nothing that tells who an administrator is', () => {
    const shown = eventsShown('toYou').map((name) => findAuditWords(name));
    const done = shown.flatMap((words) => (words?.category === 'administration' ? [words.toYou ?? ''] : []));
    expect(done.length).toBeGreaterThan(3);
    expect(done.filter((words) => !/an administrator/i.test(words))).toEqual([]);
  });
});

describe('a line of one’s own activity', () => {
  it.each([
    ['session.opened', {}, 'Signed in from Firefox on Linux'],
    ['session.refused', { refusal: 'invalid_credentials' }, 'A sign-in was refused: wrong password'],
    ['session.refused', { refusal: 'of another version' }, 'A sign-in was refused'],
    ['connection.added', { provider: 'google' }, 'Connected Google'],
    ['connection.added', {}, 'Connected something'],
    ['of.another_version', {}, 'of.another_version'],
    ['person.invited', { roles: 'admin', via: 'command line' }, 'Invited by the command line'],
    ['person.imported', { via: 'command line' }, 'The command line brought your account here'],
    ['person.roles_changed', { via: 'command line' }, 'The command line changed your roles'],
    ['person.reset_sent', { link: 'reset' }, 'An administrator sent you a link for a new password'],
    ['person.reset_sent', { link: 'invitation' }, 'An administrator sent your invitation again'],
    ['person.suspended', { reason: 'for administrators alone' }, 'An administrator suspended your account'],
  ])('%s with %j', (event, data, words) => {
    expect(activityWords({ event, device, data }, 'toYou')).toBe(words);
  });

  it.each([
    ['access.denied', { operation: 'Make a rule', refusal: 'forbidden' }, 'Refused, as you may not do it: Make a rule'],
    ['origin.rejected', { operation: 'Sign out' }, 'Refused, as another site sent it in your name: Sign out'],
    ['access.denied', {}, 'Refused, as you may not do it'],
    ['policy.updated', { policy: 'an id', name: 'Not on Sundays', rule: '{}' }, 'You changed a rule: Not on Sundays'],
    ['role.deleted', { role: 'desk', level_before: 40 }, 'You deleted a role: desk'],
    [
      'person.roles_changed',
      { roles_before: 'member', roles: 'desk member' },
      'You changed somebody’s roles: desk member',
    ],
    ['person.suspended', { reason: 'Lost their laptop' }, 'You suspended somebody: Lost their laptop'],
    ['person.reset_sent', { link: 'invitation' }, 'You sent somebody their invitation again'],
    ['person.deleted', { reports: 3 }, 'You deleted somebody'],
  ])('what one did oneself: %s with %j', (event, data, words) => {
    expect(activityWords({ event, device, data }, 'byYou')).toBe(words);
  });
});
