import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { exportJWK, generateKeyPair } from 'jose';
import { Provider } from 'oidc-provider';
import { exemptSite } from './token-guard';

/** What the provider says about somebody; `sub` is who they are there. */
export type Claims = {
  sub: string;
  email?: string;
  email_verified?: boolean;
  name?: string;
  given_name?: string;
  family_name?: string;
};

/** `down`: connections break; `hanging`: no answer comes. */
type Behaviour = 'up' | 'down' | 'hanging';

export type OpenIdProvider = {
  url: string;
  /** The settings with which a server of ours uses it in Google's place. */
  settings: Record<'GOOGLE_CLIENT_ID' | 'GOOGLE_CLIENT_SECRET' | 'GOOGLE_ISSUER', string>;
  /** Lets somebody have an account there, or changes what it says about them. */
  know: (claims: Claims) => void;
  /** From now on; for the paths that `where` matches, or all. */
  behave: (behaviour: Behaviour, where?: RegExp) => void;
  stop: () => Promise<void>;
};

const CLIENT = { id: 'gatehouse-tests', secret: 'a secret between two test servers' };

type Stored = Record<string, unknown> & { uid?: string; grantId?: string };

/** The provider's storage: what its own one does, without a word about it on the console. */
function createStorage() {
  const rows = new Map<string, Stored>();
  return (model: string) => {
    const key = (id: string) => `${model}:${id}`;
    return {
      upsert: async (id: string, payload: Stored) => void rows.set(key(id), payload),
      find: async (id: string) => rows.get(key(id)),
      findByUid: async (uid: string) => [...rows.values()].find((row) => row.uid === uid),
      findByUserCode: async () => undefined,
      consume: async (id: string) => void Object.assign(rows.get(key(id)) ?? {}, { consumed: Date.now() }),
      destroy: async (id: string) => void rows.delete(key(id)),
      revokeByGrantId: async (grantId: string) => {
        for (const [id, row] of rows) if (row.grantId === grantId) rows.delete(id);
      },
    };
  };
}

async function createProvider(url: string, people: Map<string, Claims>): Promise<Provider> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const provider: Provider = new Provider(url, {
    adapter: createStorage(),
    jwks: { keys: [{ ...(await exportJWK(privateKey)), alg: 'RS256', use: 'sig', kid: 'tests' }] },
    cookies: { keys: ['only for tests'] },
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: ['http://localhost/api/auth/callback/google'],
      },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'given_name', 'family_name'] },
    // Google says it all in the ID token.
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_: unknown, { uid }: { uid: string }) => `/people/${uid}` },
    ttl: { Interaction: 600, Session: 600, Grant: 600, AccessToken: 600, IdToken: 600, AuthorizationCode: 60 },
    findAccount: (_: unknown, sub: string) => {
      const claims = people.get(sub);
      return claims && { accountId: sub, claims: () => claims };
    },
    // Nobody is asked twice: being signed in there is consent enough.
    loadExistingGrant: async (ctx: { oidc: { session: { accountId: string }; client: { clientId: string } } }) => {
      const { session, client } = ctx.oidc;
      const grant = new provider.Grant({ accountId: session.accountId, clientId: client.clientId });
      grant.addOIDCScope('openid email profile');
      await grant.save();
      return grant;
    },
    renderError: (ctx: { body: string; status: number }, out: { error: string }) => {
      ctx.body = out.error;
    },
  });
  // The server under test chooses its port later.
  provider.Client.prototype.redirectUriAllowed = (uri) =>
    /^http:\/\/localhost:\d+\/api\/auth\/callback\/google$/.test(uri);
  return provider;
}

const escaped = (words: string) => words.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** The provider's own sign-in page: a button for everybody who has an account there, and one to go back. */
function choicePage(people: Map<string, Claims>): string {
  const choices = [...people.values()].map(
    ({ sub, email }) => `<button name="sub" value="${escaped(sub)}">${escaped(email ?? sub)}</button>`,
  );
  return `<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>Choose an account</title><h1>Choose an account</h1>
    <form method="post">${choices.join('\n')}<button name="cancel" value="yes">Cancel</button></form></html>`;
}

async function interact(
  provider: Provider,
  people: Map<string, Claims>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'POST') {
    response.setHeader('content-type', 'text/html; charset=utf-8').end(choicePage(people));
    return;
  }
  const form = new URLSearchParams(await text(request));
  const result = form.has('cancel')
    ? { error: 'access_denied', error_description: 'The person went back.' }
    : { login: { accountId: form.get('sub') ?? '' } };
  await provider.interactionFinished(request, response, result);
}

/** Where a provider is for whoever does not come to it directly, when the port that it listens on is known. */
type Entrance = (port: number) => Promise<string>;

const ownDoor: Entrance = async (port) => `http://localhost:${port}`;

/** A real OpenID provider on loopback (`oidc-provider`, certified), with people whose claims the tests choose. */
export async function startOpenIdProvider(entrance: Entrance = ownDoor): Promise<OpenIdProvider> {
  const people = new Map<string, Claims>();
  let behaviour: { is: Behaviour; where: RegExp } = { is: 'up', where: /./ };
  let answer: (request: IncomingMessage, response: ServerResponse) => void = () => undefined;
  const server = createServer((request, response) => {
    const is = behaviour.where.test(request.url ?? '') ? behaviour.is : 'up';
    if (is === 'down') request.socket.destroy();
    if (is === 'up') answer(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = await entrance((server.address() as AddressInfo).port);
  exemptSite(url);
  const provider = await createProvider(url, people);
  const callback = provider.callback();
  answer = (request, response) => {
    // Every browser asks for one, and complains when there is none.
    if (request.url === '/favicon.ico') response.writeHead(204).end();
    else if (request.url?.startsWith('/people/')) void interact(provider, people, request, response);
    else callback(request, response);
  };
  return {
    url,
    settings: { GOOGLE_CLIENT_ID: CLIENT.id, GOOGLE_CLIENT_SECRET: CLIENT.secret, GOOGLE_ISSUER: url },
    know: (claims) => void people.set(claims.sub, claims),
    behave: (is, where = /./) => {
      behaviour = { is, where };
    },
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
