import { z } from 'zod';
import type { ProviderName } from '@/lib/shared/providers';
import { provenAddress, NAME_MAX_LENGTH, personName } from '@/lib/shared/schemas/fields';

/** Who somebody is at a provider. Only `issuer` and `subject` say that; the address may change hands. */
export type ProviderIdentity = {
  provider: ProviderName;
  issuer: string;
  subject: string;
  /** The normalised address, or null where the provider has none or has not verified it. */
  verifiedEmail: string | null;
  firstName: string;
  lastName: string;
};

const text = z.string().optional().catch(undefined);

/** What is read of an ID token (OpenID Connect Core 1.0 §5.1). A claim of another shape is as good as absent. */
const claims = z.object({
  iss: z.string().min(1),
  sub: z.string().min(1).max(255),
  email: text,
  email_verified: z.boolean().catch(false),
  name: text,
  given_name: text,
  family_name: text,
});

/** The identity in the claims of an ID token whose issuer, audience and nonce were checked. Null: it names nobody. */
export function readIdentity(provider: ProviderName, idToken: unknown): ProviderIdentity | null {
  const { data } = claims.safeParse(idToken);
  if (!data) return null;
  const email = provenAddress.safeParse(data.email);
  const verifiedEmail = data.email_verified && email.success ? email.data : null;
  const localPart = data.email?.split('@')[0];
  const [first, ...rest] = (data.name ?? '').split(' ');
  return {
    provider,
    issuer: data.iss,
    subject: data.sub,
    verifiedEmail,
    firstName: nameFrom([data.given_name, first, localPart]),
    lastName: nameFrom([data.family_name, rest.join(' '), localPart]),
  };
}

/** The first of `wanted` that can be made a name by our rules: a provider's names may be anything, or missing. */
function nameFrom(wanted: (string | undefined)[]): string {
  for (const typed of wanted) {
    const name = personName.safeParse(clip((typed ?? '').replace(/[\p{C}<>]/gu, ' ').trim()));
    if (name.success) return name.data;
  }
  return 'Unnamed';
}

/** Cut to what a name may have, never through a character. */
function clip(long: string): string {
  let kept = '';
  for (const character of long) {
    if (kept.length + character.length > NAME_MAX_LENGTH) break;
    kept += character;
  }
  return kept;
}
