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
  ])('%s with %j', (event, data, words) => {
    expect(activityWords({ event, device, data }, 'toYou')).toBe(words);
  });
});
