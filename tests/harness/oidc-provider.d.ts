// The package has no types of its own: what tests/harness/openid-provider.ts uses of it.
declare module 'oidc-provider' {
  import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';

  type Grant = { addOIDCScope: (scope: string) => void; save: () => Promise<string> };
  type ConstructorOf<T, Options> = new (options: Options) => T;

  export class Provider {
    constructor(issuer: string, configuration: Record<string, unknown>);
    Client: { prototype: { redirectUriAllowed: (uri: string) => boolean } };
    Grant: ConstructorOf<Grant, { accountId: string; clientId: string }>;
    callback(): RequestListener;
    interactionFinished(request: IncomingMessage, response: ServerResponse, result: object): Promise<void>;
  }
}
