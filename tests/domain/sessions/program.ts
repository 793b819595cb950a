import * as fc from 'fast-check';
import { expect } from 'vitest';
import { changePassword } from '@/lib/use-cases/change-password';
import { endOtherSessions } from '@/lib/use-cases/end-other-sessions';
import { endSession } from '@/lib/use-cases/end-session';
import { logout } from '@/lib/use-cases/logout';
import { ACCESS_MS, isAlive, openModel, present, type ModelSession } from './model';
import type { Pair, World } from './world';

const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;

/** Few sessions that much happens to say more than many that little happens to. */
const pick = fc.nat({ max: 2 });
/** How many places before its session's newest token: the newest and its predecessors are where it is decided. */
const back = fc.nat({ max: 3 });
const step = fc.oneof(
  { weight: 2, arbitrary: fc.record({ do: fc.constant('sign in' as const) }) },
  {
    weight: 12,
    arbitrary: fc.record({
      do: fc.constant('refresh' as const),
      session: pick,
      back,
      times: fc.integer({ min: 1, max: 5 }),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('use' as const), session: pick, back }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('sign out' as const), session: pick, back }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('end' as const), session: pick, target: pick }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('end others' as const), session: pick }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('change password' as const), session: pick }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('refresh while ending' as const), session: pick, target: pick }),
  },
  {
    weight: 7,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      seconds: fc.constantFrom(0, 1, 5, 9, 10, 11, MINUTE, 15 * MINUTE, 6 * DAY, 7 * DAY, 24 * DAY),
    }),
  },
);

export type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;
export const programs = fc.array(step, { minLength: 5, maxLength: 30 });

/** A session as both sides know it: what ought to be, and the tokens that were really handed out, by their place. */
type Known = { model: ModelSession; pairs: Pair[]; issuedAt: number[] };
type State = { world: World; sessions: Known[]; thefts: number };

const at = <T>(list: readonly T[], number: number): T => {
  const chosen = list[number % list.length];
  if (chosen === undefined) throw new Error('there is nothing to pick from');
  return chosen;
};

function open(state: State, pair: Pair): void {
  const now = state.world.now();
  state.sessions.push({ model: openModel(now), pairs: [pair], issuedAt: [now] });
}

async function refresh(state: State, session: Known, place: number, times: number): Promise<void> {
  const { world } = state;
  const now = world.now();
  const { refresh: token } = at(session.pairs, place);
  const got = await Promise.all(Array.from({ length: times }, () => world.refresh(token)));
  const expected = present(session.model, place, now);
  if (expected.kind === 'stolen') state.thefts += 1;
  if (expected.kind !== 'issued') {
    expect(got).toEqual(Array(times).fill(null));
    return;
  }
  const ids = new Set(got.map((pair) => (pair ? world.idOf(pair.refresh) : null)));
  expect(ids.size).toBe(1);
  const [pair] = got;
  if (!pair) throw new Error('a good refresh token was refused');
  const known = session.pairs[expected.place];
  if (known) expect(world.idOf(known.refresh)).toBe([...ids][0]);
  else {
    session.pairs[expected.place] = pair;
    session.issuedAt[expected.place] = now;
  }
}

/** The access token of this place, if it is one that is good right now. */
function goodAccess(session: Known, place: number, now: number): string | null {
  const isFresh = now < Math.min((session.issuedAt[place] ?? 0) + ACCESS_MS, session.model.endsAt);
  return isFresh && isAlive(session.model, now) ? at(session.pairs, place).access : null;
}

/** A session that can act now, and its newest access token; null when there is none. */
function actingSession(state: State, number: number): { session: Known; access: string } | null {
  const now = state.world.now();
  const able = state.sessions.flatMap((session) => {
    const access = goodAccess(session, session.pairs.length - 1, now);
    return access === null ? [] : [{ session, access }];
  });
  return able.length === 0 ? null : at(able, number);
}

async function use(state: State, session: Known, place: number): Promise<void> {
  const isGood = goodAccess(session, place, state.world.now()) !== null;
  expect((await state.world.sessionOf(at(session.pairs, place).access)) !== null).toBe(isGood);
}

async function end(state: State, number: number, targetNumber: number): Promise<void> {
  const acting = actingSession(state, number);
  if (!acting) return;
  const target = at(state.sessions, targetNumber);
  const now = state.world.now();
  const access = goodAccess(target, target.pairs.length - 1, now);
  const id = access && (await state.world.sessionOf(access));
  if (id === null) return;
  expect(await state.world.run(endSession, { access: acting.access }, { id })).toEqual({ pair: null });
  target.model.isRevoked = true;
}

async function endOthers(state: State, number: number): Promise<void> {
  const acting = actingSession(state, number);
  if (!acting) return;
  expect(await state.world.run(endOtherSessions, { access: acting.access }, {})).toEqual({ pair: null });
  for (const session of state.sessions) if (session !== acting.session) session.model.isRevoked = true;
}

async function changeIt(state: State, number: number): Promise<void> {
  const acting = actingSession(state, number);
  if (!acting) return;
  const { world } = state;
  const fresh = `another passphrase, number ${state.sessions.length}`;
  const input = { current_password: world.password(), new_password: fresh, confirm_password: fresh };
  const answer = await world.run(changePassword, { access: acting.access }, input);
  if (typeof answer === 'string' || !answer.pair) throw new Error(`changing the password: ${JSON.stringify(answer)}`);
  for (const { model } of state.sessions) model.isRevoked = true;
  world.rememberPassword(fresh);
  open(state, answer.pair);
}

/** Whoever comes first: afterwards the session is over, and what a refresh may have been handed meanwhile is worth nothing. */
async function race(state: State, number: number, targetNumber: number): Promise<void> {
  const acting = actingSession(state, number);
  if (!acting) return;
  const target = at(state.sessions, targetNumber);
  const last = target.pairs.length - 1;
  const access = goodAccess(target, last, state.world.now());
  const id = access && (await state.world.sessionOf(access));
  if (id === null) return;
  const [, pair] = await Promise.all([
    state.world.run(endSession, { access: acting.access }, { id }),
    state.world.refresh(at(target.pairs, last).refresh),
  ]);
  target.model.isRevoked = true;
  if (!pair) return;
  expect([await state.world.sessionOf(pair.access), await state.world.refresh(pair.refresh)]).toEqual([null, null]);
}

async function perform(state: State, action: Step): Promise<void> {
  const { world, sessions } = state;
  if (action.do === 'wait') return world.wait(action.seconds);
  if (action.do === 'sign in') return open(state, await world.signIn());
  if (action.do === 'end') return end(state, action.session, action.target);
  if (action.do === 'end others') return endOthers(state, action.session);
  if (action.do === 'change password') return changeIt(state, action.session);
  if (action.do === 'refresh while ending') return race(state, action.session, action.target);
  const session = at(sessions, action.session);
  const place = Math.max(0, session.pairs.length - 1 - action.back);
  if (action.do === 'refresh') return refresh(state, session, place, action.times);
  if (action.do === 'use') return use(state, session, place);
  // Whatever token of a session is shown, however old it is: signing out ends it.
  await world.run(logout, { refresh: at(session.pairs, place).refresh }, {});
  session.model.isRevoked = true;
}

/** Does every step to both sides, and holds the one against the other after each. */
export async function runProgram(world: World, program: readonly Step[]): Promise<void> {
  const state: State = { world, sessions: [], thefts: 0 };
  open(state, await world.signIn());
  for (const action of program) {
    await perform(state, action);
    const alive = state.sessions.filter(({ model }) => isAlive(model, world.now())).length;
    const facts = await world.facts();
    expect({ alive: facts.alive, mails: facts.mails }).toEqual({ alive, mails: state.thefts });
    expect(facts.mostUnspent).toBeLessThanOrEqual(1);
  }
}
