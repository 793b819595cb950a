import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { catalogue } from '@/lib/http/catalogue';
import { pngOf, putAvatar } from '../harness/pictures';
import { newPerson, registrationOf } from '../harness/people';
import { newName } from '../harness/roles';
import { rememberLinkToken } from '../harness/token-guard';
import type { Cast } from './cast';

type EndpointOf<Row> = Row extends { method: infer M extends string; path: infer P extends string }
  ? `${M} ${P}`
  : never;
export type Endpoint = EndpointOf<(typeof catalogue)[number]>;

/** What is sent: what stands in the braces of the path, and the body, or in its place a picture. */
export type Sent = { parameter?: string; body?: object; image?: Uint8Array<ArrayBuffer> };

/** How an endpoint is asked, about which objects: what is asked for would be granted, if its actor may have it. */
export type Asking = { about: readonly string[]; send: (cast: Cast, object: string) => Sent | Promise<Sent> };

const ONE = ['it'] as const;
const asking = (send: Asking['send'] = () => ({})): Asking => ({ about: ONE, send });

/** Whom: oneself comes last, because it may be the end of the actor. */
const PEOPLE = ['self', 'below', 'beside', 'above', 'stranger', 'missing'];
const personOf = ({ actor, others }: Cast, object: string): string =>
  ({ self: actor.id, ...others })[object] ?? randomUUID();

const ofPeople = (send: (cast: Cast, id: string) => object | Promise<object | undefined> | undefined): Asking => ({
  about: PEOPLE,
  send: async (cast, object) => {
    const id = personOf(cast, object);
    const body = await send(cast, id);
    return { parameter: id, ...(body && { body }) };
  },
});

/** Roles that nobody holds, below and above the actor, and the actor's own. */
const RANKS = ['lower', 'own', 'higher'];
const levelOf = ({ actor }: Cast, object: string): number => ({ lower: 1000, higher: 1 })[object] ?? actor.level;

async function roleOf(cast: Cast, object: string): Promise<string> {
  if (object === 'own') return cast.actor.role;
  const name = newName('role');
  if (object !== 'missing') {
    await cast.database.query('INSERT INTO roles (name, level) VALUES ($1, $2)', [name, levelOf(cast, object)]);
  }
  return name;
}

/** Rules that bind people below the actor, and the actor's own rank as well. Switched off: nobody else is to feel them. */
function ruleOf({ actor }: Cast, object: string): object {
  const below = { on: 'subject', attribute: 'level', is: 'greater', value: actor.level };
  const conditions = object === 'lower' ? [below] : [];
  return { name: newName('rule'), effect: 'deny', action: 'update', resource: 'user', conditions, enabled: false };
}

async function policyOf(cast: Cast, object: string): Promise<string> {
  const id = randomUUID();
  if (object === 'missing') return id;
  const { name, conditions } = ruleOf(cast, object) as { name: string; conditions: object[] };
  await cast.database.query(
    `INSERT INTO policies (id, name, effect, action, resource, conditions, enabled)
     VALUES ($1, $2, 'deny', 'update', 'user', $3, false)`,
    [id, name, JSON.stringify(conditions)],
  );
  return id;
}

async function sessionOf({ database, actor, others }: Cast, object: string): Promise<string> {
  const id = randomUUID();
  if (object === 'missing') return id;
  await database.query(
    `INSERT INTO sessions (id, user_id, remember, ip, user_agent, last_seen_at, expires_at)
     VALUES ($1, $2, true, '', '', now(), now() + interval '1 day')`,
    [id, object === 'own' ? actor.id : others.stranger],
  );
  return id;
}

/** A connection of the actor's own, which comes in beside their password; a provider that there is not. */
async function providerOf({ database, actor }: Cast, object: string): Promise<string> {
  if (object === 'missing') return 'nobody';
  await database.query(
    `INSERT INTO accounts (id, user_id, provider, issuer, subject, email)
     VALUES (gen_random_uuid(), $1, 'google', 'https://accounts.google.com', $2, $3)`,
    [actor.id, randomUUID(), actor.email],
  );
  return 'google';
}

async function linkOf({ database, others }: Cast, object: string): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  rememberLinkToken(token);
  if (object === 'missing') return token;
  await database.query(
    `INSERT INTO challenges (id, purpose, user_id, token_hash, expires_at)
     VALUES (gen_random_uuid(), 'reset', $1, $2, now() + interval '1 hour')`,
    [others.stranger, createHash('sha256').update(token).digest()],
  );
  return token;
}

const NEW_PASSWORD = {
  new_password: 'another sentence of some length',
  confirm_password: 'another sentence of some length',
};

const ofRoles = (body?: (cast: Cast, object: string) => object): Asking => ({
  about: [...RANKS, 'missing'],
  send: async (cast, object) => ({
    parameter: await roleOf(cast, object),
    ...(body && { body: body(cast, object) }),
  }),
});

const ofPolicies = (body?: object): Asking => ({
  about: ['lower', 'own', 'missing'],
  send: async (cast, object) => ({ parameter: await policyOf(cast, object), ...(body && { body }) }),
});

/** Every endpoint, in the order of the catalogue. One that a body takes to other objects has a second row. */
export const REQUESTS: Record<Endpoint, Asking> & Record<`${Endpoint} (${string})`, Asking> = {
  'POST /api/register': asking(() => ({ body: registrationOf(newPerson()) })),
  'POST /api/active-account': asking(() => ({ body: { activation_code: '000000' } })),
  'POST /api/resend-code': asking(({ actor: { email } }) => ({ body: { email } })),
  'POST /api/login': asking(({ actor: { email, password } }) => ({ body: { email, password } })),
  'POST /api/logout': asking(),
  'POST /api/refresh': asking(),
  'GET /api/me': asking(),
  'PATCH /api/me': asking(() => ({ body: { first_name: 'Kim' } })),
  'GET /api/me/activity': asking(),
  'PUT /api/me/avatar': asking(async () => ({ image: await pngOf() })),
  'DELETE /api/me/avatar': asking(),
  'GET /api/sessions': asking(),
  'DELETE /api/sessions': asking(),
  'DELETE /api/sessions/{id}': {
    about: ['own', 'stranger’s', 'missing'],
    send: async (cast, object) => ({ parameter: await sessionOf(cast, object) }),
  },
  'POST /api/request-reset-password': asking(({ actor: { email } }) => ({ body: { email } })),
  'POST /api/reset-password/{token}': {
    about: ['good', 'missing'],
    send: async (cast, object) => ({ parameter: await linkOf(cast, object), body: NEW_PASSWORD }),
  },
  'POST /api/change-password': asking(({ actor: { password } }) => ({
    body: { current_password: password, ...NEW_PASSWORD },
  })),
  'GET /api/connections': asking(),
  'DELETE /api/connections/{provider}': {
    about: ['own', 'missing'],
    send: async (cast, object) => ({ parameter: await providerOf(cast, object) }),
  },
  'GET /api/users': asking(),
  'POST /api/users': {
    about: RANKS,
    send: async (cast, object) => {
      const { first_name, last_name, email } = newPerson();
      return { body: { first_name, last_name, email, roles: [await roleOf(cast, object)] } };
    },
  },
  'GET /api/users/{id}': ofPeople(() => undefined),
  'PATCH /api/users/{id}': ofPeople(() => ({ first_name: 'Kim' })),
  'DELETE /api/users/{id}': ofPeople(() => undefined),
  'GET /api/users/{id}/avatar': {
    about: PEOPLE,
    send: async (cast, object) => {
      const id = personOf(cast, object);
      if (object !== 'missing') await putAvatar(cast.server, id);
      return { parameter: id };
    },
  },
  'PUT /api/users/{id}/roles': ofPeople(async (cast) => ({ roles: ['member', await roleOf(cast, 'lower')] })),
  'PUT /api/users/{id}/roles (of a report)': {
    about: [...RANKS, 'missing'],
    send: async (cast, object) => ({
      parameter: cast.others.below,
      body: { roles: ['member', await roleOf(cast, object)] },
    }),
  },
  'POST /api/users/{id}/suspend': ofPeople(() => ({ reason: 'Left' })),
  'POST /api/users/{id}/restore': ofPeople(() => undefined),
  'POST /api/users/{id}/sign-out': ofPeople(() => undefined),
  'POST /api/users/{id}/send-reset': ofPeople(() => undefined),
  'GET /api/roles': asking(),
  'POST /api/roles': {
    about: RANKS,
    send: (cast, object) => ({ body: { name: newName('role'), level: levelOf(cast, object) } }),
  },
  'PATCH /api/roles/{name}': ofRoles((cast, object) => ({ level: levelOf(cast, object) })),
  'DELETE /api/roles/{name}': ofRoles(),
  'GET /api/policies': asking(),
  'POST /api/policies': { about: ['lower', 'own'], send: (cast, object) => ({ body: ruleOf(cast, object) }) },
  'PATCH /api/policies/{id}': ofPolicies({ effect: 'deny' }),
  'DELETE /api/policies/{id}': ofPolicies(),
  'POST /api/authz/explain': {
    about: ['self', 'stranger', 'missing'],
    send: (cast, object) => ({
      body: { subject_id: personOf(cast, object), action: 'update', resource: { type: 'user', id: cast.actor.id } },
    }),
  },
  'GET /api/audit': asking(),
  'GET /api/audit/verify': asking(),
};
