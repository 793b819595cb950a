import { readFile } from 'node:fs/promises';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  REFRESH_TOKEN_ANSWERS,
  refreshTokenState,
  SESSION_TRANSITIONS,
  type RefreshTokenFacts,
} from '@/lib/domain/session-machine';

const GRACE = 10;
const now = new Date('2026-11-22T12:00:00Z');
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000);
const ahead = (seconds: number) => ago(-seconds);

const alive = { revokedAt: null, revokedReason: null, expiresAt: ahead(3600), isBarred: false };
const facts = (own: Partial<RefreshTokenFacts>): RefreshTokenFacts => ({
  usedAt: null,
  expiresAt: ahead(60),
  session: alive,
  ...own,
});
const revoked = (reason: string, seconds: number) => ({ ...alive, revokedAt: ago(seconds), revokedReason: reason });

// asvs:7.3.1 asvs:10.4.5
describe('the state of a refresh token', () => {
  it.each([
    ['live until the second it ends in', facts({ expiresAt: ahead(1) }), 'live'],
    ['expired from then on', facts({ expiresAt: now }), 'expired'],
    ['graced in the last second of the grace', facts({ usedAt: ago(GRACE - 1) }), 'graced'],
    ['stale when the grace is over', facts({ usedAt: ago(GRACE) }), 'stale'],
    ['orphaned when its session has ended', facts({ session: { ...alive, expiresAt: now } }), 'orphaned'],
    ['orphaned when its person may have no session', facts({ session: { ...alive, isBarred: true } }), 'orphaned'],
    [
      'orphaned, and no theft, when it was spent in a session that is over',
      facts({ usedAt: ago(99), session: revoked('signed_out', 1) }),
      'orphaned',
    ],
    [
      'superseded when its browser has just come through a provider',
      facts({ session: revoked('taken_over', 1) }),
      'superseded',
    ],
    [
      'superseded when its browser has just begun another session',
      facts({ session: revoked('replaced', GRACE - 1) }),
      'superseded',
    ],
    ['orphaned when that is a while ago', facts({ session: revoked('password_changed', GRACE) }), 'orphaned'],
    ['unknown when there is none', null, 'unknown'],
  ] as const)('is %s', (_, given, state) => {
    expect(refreshTokenState(given, now, GRACE)).toBe(state);
  });

  it('forgives nothing when the grace is 0', () => {
    expect(refreshTokenState(facts({ usedAt: now }), now, 0)).toBe('stale');
    expect(refreshTokenState(facts({ session: revoked('replaced', 0) }), now, 0)).toBe('orphaned');
  });

  it('is never one that gives anything away once its session is over', () => {
    const moment = fc.integer({ min: -100, max: 100 }).map(ahead);
    const reason = fc.constantFrom(
      ...SESSION_TRANSITIONS.filter(({ to }) => to === 'revoked').map(({ event }) => event),
    );
    fc.assert(
      fc.property(fc.option(moment), moment, moment, reason, (usedAt, expiresAt, revokedAt, revokedReason) => {
        const state = refreshTokenState(
          facts({ usedAt, expiresAt, session: { ...alive, revokedAt, revokedReason } }),
          now,
          GRACE,
        );
        return ['refuse', 'ignore'].includes(REFRESH_TOKEN_ANSWERS[state].answer);
      }),
    );
  });
});

describe('docs/sessions.md', () => {
  it('tells of every transition and of every state of a token, in the words of the code', async () => {
    const text = await readFile('docs/sessions.md', 'utf8');
    for (const { event, from, to, when } of SESSION_TRANSITIONS) {
      expect(text).toContain(`${from ?? '[*]'} --> ${to}: ${event}`);
      expect(text.replaceAll(/ +/g, ' ')).toContain(`| \`${event}\` | ${when} |`);
    }
    for (const [state, { answer, means }] of Object.entries(REFRESH_TOKEN_ANSWERS)) {
      expect(text.replaceAll(/ +/g, ' ')).toContain(`| ${state} | ${answer} | ${means} |`);
    }
  });
});
