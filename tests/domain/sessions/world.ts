import { randomUUID } from 'node:crypto';
import { getLog } from '@/lib/core/log';
import { findActor } from '@/lib/domain/authentication';
import type { Context } from '@/lib/domain/context';
import { execute } from '@/lib/domain/execute';
import { refreshSession } from '@/lib/domain/refresh';
import { openRefreshToken, type IncomingTokens, type IssuedTokens } from '@/lib/domain/tokens';
import type { UseCase } from '@/lib/domain/use-case';
import type { Db } from '@/lib/infra/db';
import { hashSecret } from '@/lib/infra/password-hash';
import { createMemoryStore } from '@/lib/infra/store/memory-store';
import { login } from '@/lib/use-cases/login';

const FIRST_PASSWORD = 'the first of many passphrases';

export type Pair = Pick<IssuedTokens, 'access' | 'refresh'>;
export type World = Awaited<ReturnType<typeof createWorld>>;

/** One activated person on a real database, with a clock that stands still until it is moved. */
export async function createWorld(db: Db) {
  let nowMs = Date.parse('2026-11-22T08:00:00Z');
  const now = () => new Date(nowMs);
  const store = createMemoryStore(now);
  const email = `${randomUUID()}@example.com`;
  let password = FIRST_PASSWORD;
  const passwordHash = await hashSecret(password);
  const { id: userId } = await db.user.create({
    data: {
      email,
      firstName: 'Robin',
      lastName: 'Marsh',
      activatedAt: now(),
      createdAt: now(),
      credential: { create: { passwordHash } },
    },
  });

  function contextOf(tokens: Partial<Pair>): Context {
    const incoming: IncomingTokens = { isBearer: false, ...tokens };
    const client = { ip: '203.0.113.9', userAgent: '', requestId: randomUUID() };
    return { now, client, actor: null, incoming, outgoing: {}, db, store, log: getLog(), poke: () => undefined };
  }

  /** Runs an operation as whoever holds these tokens; the problem's code in place of the new pair when it refuses. */
  async function run(useCase: UseCase, tokens: Partial<Pair>, input: object): Promise<{ pair: Pair | null } | string> {
    const ctx = contextOf(tokens);
    ctx.actor = await findActor(ctx);
    try {
      await execute(useCase, ctx, () => input);
      return { pair: ctx.outgoing.session ?? null };
    } catch (error) {
      if (error instanceof Error && 'code' in error) return String(error.code);
      throw error;
    }
  }

  return {
    userId,
    run,
    now: () => nowMs,
    wait: (seconds: number) => void (nowMs += seconds * 1000),
    password: () => password,
    rememberPassword: (changed: string) => void (password = changed),
    signIn: async (): Promise<Pair> => {
      const ctx = contextOf({});
      await execute(login, ctx, () => ({ email, password }));
      if (!ctx.outgoing.session) throw new Error('signing in issued nothing');
      return ctx.outgoing.session;
    },
    refresh: async (refresh: string): Promise<Pair | null> =>
      (await refreshSession(contextOf({ refresh })))?.tokens ?? null,
    /** The session that an access token is good for right now. */
    sessionOf: async (access: string): Promise<string | null> => (await findActor(contextOf({ access })))?.id ?? null,
    /** What two refresh tokens have in common when they are the same one, sealed twice. */
    idOf: (refresh: string) => openRefreshToken(refresh, now()),
    /** What the database holds against all of it: sessions alive, unspent tokens of the busiest one, mails about theft. */
    facts: async () => {
      const [alive, tokens, mails] = await Promise.all([
        db.session.count({ where: { userId, revokedAt: null, expiresAt: { gt: now() } } }),
        db.refreshToken.groupBy({ by: ['sessionId'], where: { usedAt: null, session: { userId } }, _count: true }),
        db.outboxMail.count({ where: { userId, template: 'session-reuse' } }),
      ]);
      return { alive, mostUnspent: Math.max(0, ...tokens.map(({ _count }) => _count)), mails };
    },
  };
}
