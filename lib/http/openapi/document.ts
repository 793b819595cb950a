import { getEnv } from '@/lib/core/env';
import type { OpenApiDocument, PathItem } from '@/lib/shared/openapi';
import { PRODUCT_NAME } from '@/lib/shared/product';
import { catalogue, type Listed } from '../catalogue';
import { securitySchemes } from './cookies';
import { HEADERS } from './headers';
import { machineRoom, METRICS_SCHEME } from './machine-room';
import { operationOf } from './operations';
import { PROBLEM_SCHEMA, problemExamples } from './problems';
import { tagsOf } from './tags';

/** Of the API: a change that breaks a client changes its first number. */
const VERSION = '1.0.0';

const DESCRIPTION = `
Requests are JSON in UTF-8 of at most 64 KiB, or the same encrypted as \`application/jose\`; a form is refused. Answers are
JSON with names in snake_case and times of ISO 8601 in UTC. Fields that a request has too many are ignored. What a \`GET\`
answers, a \`HEAD\` answers without its body; a path may end in a slash.

Every refusal is a problem document (RFC 9457, \`application/problem+json\`), whose \`code\` never changes its meaning and
whose \`type\` is the address of its explanation. A path that is not listed answers \`not_found\`, another method of one
that is \`method_not_allowed\`, with \`Allow\`.

Signing in leaves two cookies; a program without cookies shows the first as \`Authorization: Bearer\`. Where the session's
first cookie has expired and the second is good, any request goes through as if nothing had happened, and its answer leaves
both anew. A request that shows cookies and changes anything is refused when it comes from another site.

Requests are counted: of somebody signed in, and of an address for strangers. Every answer of an operation says in
\`RateLimit\` how many are left.
`.trim();

type Site = { appUrl: string; isHttps: boolean };

/** Describes the API at this address: everything in it is derived from what is served. */
export function describeApi({ appUrl, isHttps }: Site): OpenApiDocument {
  const components: OpenApiDocument['components'] = {
    schemas: { Problem: PROBLEM_SCHEMA },
    responses: {},
    examples: problemExamples(appUrl),
    headers: HEADERS,
    securitySchemes: { ...securitySchemes(isHttps), metrics: METRICS_SCHEME },
  };
  const paths: Record<string, PathItem> = {};
  for (const row of catalogue as readonly Listed[]) {
    const method = row.method.toLowerCase() as keyof PathItem;
    paths[row.path] = { ...paths[row.path], [method]: operationOf(row, appUrl, components) };
  }
  Object.assign(paths, machineRoom(appUrl, components));
  return {
    openapi: '3.1.1',
    info: {
      title: PRODUCT_NAME,
      version: VERSION,
      summary: 'Accounts, sign-in and sessions.',
      description: DESCRIPTION,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: appUrl }],
    tags: tagsOf(Object.keys(paths)),
    paths,
    components,
  };
}

let described: OpenApiDocument | undefined;

/** The description of this site's API, which is made once. */
export function apiDocument(): OpenApiDocument {
  const { APP_URL: appUrl, isHttps } = getEnv();
  described ??= describeApi({ appUrl, isHttps });
  return described;
}
