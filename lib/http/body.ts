import { Problem } from '@/lib/core/problem';
import { openEncryptedBody } from './encrypted-body';

/** Contract §1: a body is at most 64 KiB. */
const MAX_BYTES = 64 * 1024;

/** A body has to be here by then, in milliseconds: nobody is to keep a request open until it suits them. */
const COMPLETE_WITHIN_MS = 10_000;

/** The next piece of a body, undefined at its end. */
async function readChunk(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<Uint8Array | undefined> {
  try {
    return (await reader.read()).value;
  } catch (cause) {
    // The client went away in the middle of it: no fault of ours, and nobody to hear the answer.
    throw new Problem('malformed_body', { cause });
  }
}

/** The whole body, as bytes. Throws `payload_too_large`, or `malformed_body` when it breaks off or dawdles. */
export async function readBounded(request: Request): Promise<Buffer> {
  if (Number(request.headers.get('content-length') ?? 0) > MAX_BYTES) throw new Problem('payload_too_large');
  if (!request.body) return Buffer.alloc(0);
  const reader = request.body.getReader();
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    reader.cancel().catch(() => undefined);
  }, COMPLETE_WITHIN_MS);
  try {
    const bytes = await readAll(reader);
    if (isLate) throw new Problem('malformed_body', { detail: 'The body took too long.' });
    return bytes;
  } finally {
    clearTimeout(timer);
  }
}

async function readAll(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (let chunk = await readChunk(reader); chunk; chunk = await readChunk(reader)) {
    size += chunk.byteLength;
    chunks.push(chunk);
    if (size <= MAX_BYTES) continue;
    await reader.cancel();
    throw new Problem('payload_too_large');
  }
  return Buffer.concat(chunks);
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new Problem('malformed_body', { cause });
  }
}

function parse(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new Problem('malformed_body', { cause });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Problem('malformed_body');
  return value as Record<string, unknown>;
}

/**
 * The JSON object in a request's body, as it is or encrypted for one of our keys; no body at all is an empty one. Any
 * other content type is refused: a form can send neither, which is half of the defence against forged requests (ASVS
 * 3.5.2). `now` is what an encrypted body's age is measured by.
 */
export async function readJsonObject(request: Request, now: Date): Promise<Record<string, unknown>> {
  const type = (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  const bytes = await readBounded(request);
  if (isCoded(request)) throw new Problem('unsupported_media_type', { detail: 'Send the body without a coding.' });
  if (bytes.length === 0 && type === '') return {};
  if (type === 'application/jose') return parse(decode(await openEncryptedBody(decode(bytes), now)));
  if (type !== 'application/json') throw new Problem('unsupported_media_type');
  return bytes.length === 0 ? {} : parse(decode(bytes));
}

/** Whether a body is compressed (RFC 9110 §8.4): what is small on the wire could be huge here, so nothing is inflated. */
function isCoded({ headers }: Request): boolean {
  return !['', 'identity'].includes((headers.get('content-encoding') ?? '').trim().toLowerCase());
}
