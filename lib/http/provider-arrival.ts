import { toProblem } from '@/lib/core/problem';
import { RefusedIdentity, type ProviderRefusal } from '@/lib/domain/connections';
import type { Context } from '@/lib/domain/context';
import { connectProvider } from '@/lib/domain/provider-connect';
import { readIdentity } from '@/lib/domain/provider-identity';
import { signInByProvider } from '@/lib/domain/provider-sign-in';
import { isProviderName } from '@/lib/shared/providers';
import type { SignInError } from '@/lib/shared/sign-in-errors';
import { logProblem } from './answer';
import { currentExchange } from './provider-exchange';

const REFUSALS: Record<ProviderRefusal, SignInError> = {
  email_not_verified: 'EmailNotVerified',
  account_suspended: 'AccountSuspended',
  other_identity: 'OtherIdentity',
  identity_removed: 'SignInFailed',
  identity_taken: 'IdentityTaken',
  connect_expired: 'ConnectExpired',
};

/** Where a provider's arrival that failed is told why: where it was begun. */
export function failurePath({ incoming }: Context, error: SignInError): string {
  const page = incoming.connect === undefined ? '/login' : '/settings/connections';
  return `${page}?error=${error}`;
}

/**
 * What next-auth asks when a provider has vouched for somebody (its `signIn` callback): opens one of our sessions, or
 * connects who asked for that. True, or the path of the page that says why not.
 */
export async function admitIdentity(provider: string | undefined, profile: unknown): Promise<true | string> {
  const { ctx } = currentExchange();
  const failure = await attempt(ctx, provider ?? '', profile);
  return failure === null || failurePath(ctx, failure);
}

async function attempt(ctx: Context, provider: string, profile: unknown): Promise<SignInError | null> {
  const identity = isProviderName(provider) ? readIdentity(provider, profile) : null;
  if (!identity) return 'SignInFailed';
  try {
    // Whoever wished to connect is not signed in as somebody else instead, even if the wish has expired.
    if (ctx.incoming.connect === undefined) await signInByProvider(ctx, identity);
    else await connectProvider(ctx, identity);
    return null;
  } catch (error) {
    if (error instanceof RefusedIdentity) return REFUSALS[error.refusal];
    logProblem(ctx, toProblem(error));
    return 'SignInFailed';
  }
}
