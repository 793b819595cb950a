import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

const KEYS = { id: 'AKIDEXAMPLE', secret: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };
const REGION = 'eu-central-1';
const BUCKET = 'pictures';
/** Where our key may get, put and delete: what docs/avatars.md asks for, and no more. */
const ALLOWED = 'avatars/';
/** How far a request's time may be from ours, in milliseconds: what Amazon allows. */
const SKEW_MS = 15 * 60 * 1000;

/** What it may do in place of what it is asked. */
export type S3Mood = 'well' | 'hanging' | 'broken' | 'endless' | 'elsewhere' | 'unlisted';

export type S3Double = {
  /** The settings with which a server of ours uses it. */
  settings: Record<
    | 'AWS_ACCESS_KEY_ID'
    | 'AWS_SECRET_ACCESS_KEY'
    | 'AWS_STORAGE_BUCKET_NAME'
    | 'AWS_S3_REGION_NAME'
    | 'AWS_S3_ENDPOINT_URL',
    string
  >;
  /** What lies in the bucket, by name. */
  objects: Map<string, Buffer>;
  be: (mood: S3Mood) => void;
  stop: () => Promise<void>;
};

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, data: string) => createHmac('sha256', key).update(data).digest();

const CREDENTIAL = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request/;
const SIGNATURE = /SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/;
/** What has to be under the signature. */
const SIGNED = ['host', 'x-amz-content-sha256', 'x-amz-date'];

/** What a request says of who signed it, and how. */
function claimsOf({ headers }: IncomingMessage) {
  const [, id, day = '', region] = CREDENTIAL.exec(headers.authorization ?? '') ?? [];
  const [, names = '', signature] = SIGNATURE.exec(headers.authorization ?? '') ?? [];
  return { id, day, region, names: names.split(';'), signature, at: String(headers['x-amz-date']) };
}

type Claims = ReturnType<typeof claimsOf>;

function isOurs({ id, day, region, names, at }: Claims): boolean {
  const time = Date.parse(at.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  const isFresh = at.startsWith(day) && Math.abs(Date.now() - time) < SKEW_MS;
  return id === KEYS.id && region === REGION && isFresh && SIGNED.every((name) => names.includes(name));
}

/** Signature Version 4 as Amazon describes it, computed from what came over the wire. */
function signatureOf({ day, names, at }: Claims, { method, url, headers }: IncomingMessage, body: Buffer): string {
  const lines = names.map((name) => `${name}:${String(headers[name]).trim()}\n`).join('');
  const canonical = [method, url, '', lines, names.join(';'), sha256(body)].join('\n');
  const steps = [day, REGION, 's3', 'aws4_request'];
  const key = steps.reduce<Buffer>(hmac, Buffer.from(`AWS4${KEYS.secret}`));
  return hmac(key, ['AWS4-HMAC-SHA256', at, steps.join('/'), sha256(canonical)].join('\n')).toString('hex');
}

function isSignedByUs(request: IncomingMessage, body: Buffer): boolean {
  const claims = claimsOf(request);
  const isWhole = request.headers['x-amz-content-sha256'] === sha256(body);
  return isOurs(claims) && isWhole && claims.signature === signatureOf(claims, request, body);
}

type Answer = { status: number; body?: Buffer | string };

const refusal = (status: number, code: string): Answer => ({ status, body: `<Error><Code>${code}</Code></Error>` });

/** Without the right to list, Amazon does not tell what is not there from what nobody may see. */
function absence(mood: S3Mood): Answer {
  return mood === 'unlisted' ? refusal(403, 'AccessDenied') : refusal(404, 'NoSuchKey');
}

function perform(objects: Map<string, Buffer>, { method, url = '' }: IncomingMessage, body: Buffer): Answer | null {
  if (!url.startsWith(`/${BUCKET}/`)) return refusal(404, 'NoSuchBucket');
  const name = decodeURIComponent(url.slice(BUCKET.length + 2));
  if (!name.startsWith(ALLOWED)) return refusal(403, 'AccessDenied');
  const found = objects.get(name);
  if (method === 'PUT') objects.set(name, body);
  if (method === 'DELETE') objects.delete(name);
  if (method !== 'GET') return { status: method === 'DELETE' ? 204 : 200 };
  return found ? { status: 200, body: found } : null;
}

/** A bucket on loopback in the place of Amazon's: it looks at signatures, and knows the three requests that we make. */
export async function startS3Double(): Promise<S3Double> {
  const objects = new Map<string, Buffer>();
  let mood: S3Mood = 'well';
  const server = createServer((request, response) => {
    const answer = ({ status, body }: Answer): void => {
      response.writeHead(status).end(body);
    };
    if (mood === 'hanging') return;
    if (mood === 'broken') return answer(refusal(500, 'InternalError'));
    if (mood === 'elsewhere') return void response.writeHead(307, { location: '/elsewhere' }).end();
    if (mood === 'endless') return void response.end(Buffer.alloc(3_000_000));
    void buffer(request).then((body) => {
      if (isSignedByUs(request, body)) answer(perform(objects, request, body) ?? absence(mood));
      else answer(refusal(403, 'SignatureDoesNotMatch'));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    settings: {
      AWS_ACCESS_KEY_ID: KEYS.id,
      AWS_SECRET_ACCESS_KEY: KEYS.secret,
      AWS_STORAGE_BUCKET_NAME: BUCKET,
      AWS_S3_REGION_NAME: REGION,
      AWS_S3_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    },
    objects,
    be: (next) => void (mood = next),
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
