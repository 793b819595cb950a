import { cookies } from 'next/headers';
import { z } from 'zod';
import { requireActor } from '@/lib/domain/authentication';
import type { Context } from '@/lib/domain/context';
import { addSeconds } from '@/lib/core/time';
import { sealConnect } from '@/lib/domain/tokens';
import { defineUseCase } from '@/lib/domain/use-case';
import { PROVIDER_NAMES, type ProviderName } from '@/lib/shared/providers';
import { safeNextPath } from '@/lib/shared/next-path';
import { signIn } from './next-auth';
import { handshakeCookieName } from './next-auth-cookies';
import { inExchange } from './provider-exchange';

/**
 * A new way in outlives every session, so it is for who has just proven who they are, and not for whoever got hold of a
 * session of theirs (ASVS 7.5.1).
 */
const FRESH_SECONDS = 10 * 60;

const startOutput = z.object({
  /** Where the browser goes next: to the provider, or to the page that says why not. */
  address: z.string(),
});

const provider = z.enum(PROVIDER_NAMES);

/** Sends the browser to a provider, and from there on to a page of this site. For a form; no operation of the API. */
export const startSignIn = defineUseCase({
  summary: 'Begin to sign in through a provider',
  access: 'anyone',
  silentRefresh: false,
  limits: [],
  input: z.object({ provider, next: z.string().optional() }),
  output: startOutput,
  problems: [],
  run: async (ctx, { provider: name, next }) => {
    ctx.outgoing.connect = null;
    return { address: await addressAt(name, ctx, [safeNextPath(next) ?? '/dashboard', '/login']) };
  },
});

/** The same for a signed-in person who wishes to connect what they are at a provider, proven by a sealed cookie. */
export const startConnecting = defineUseCase({
  summary: 'Begin to connect an account of a provider',
  access: 'activated',
  limits: [],
  input: z.object({ provider }),
  output: startOutput,
  problems: [],
  run: async (ctx, { provider: name }) => {
    const { id, session } = requireActor(ctx);
    if (addSeconds(ctx.now(), -FRESH_SECONDS).getTime() > session.createdAtMs) {
      return { address: '/settings/connections?error=SignInAgain' };
    }
    ctx.outgoing.connect = sealConnect(id, ctx.now());
    return { address: await addressAt(name, ctx, ['/settings/connections', '/settings/connections']) };
  },
});

type Ends = readonly [redirectTo: string, failurePage: string];

async function addressAt(name: ProviderName, ctx: Context, [redirectTo, failurePage]: Ends): Promise<string> {
  const work = () => signIn(name, { redirect: false, redirectTo }) as Promise<string>;
  const { result, failure } = await inExchange(ctx, work);
  if (result !== null && failure === null) return result;
  // A left-over one that leads nowhere would make the next try fail, too.
  (await cookies()).delete(handshakeCookieName('callbackUrl'));
  return `${failurePage}?error=${failure ?? 'SignInFailed'}`;
}
