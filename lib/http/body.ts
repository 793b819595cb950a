import { Problem } from '@/lib/core/problem';
import { AVATAR_MAX_BYTES, AVATAR_TYPES } from '@/lib/shared/schemas/avatar';
import { openEncryptedBody } from './encrypted-body';

type Bounds = {
  maxBytes: number;
  /** A body has to be here by then, in milliseconds: nobody is to keep a request open until it suits them. */
  withinMs: number;
  /** What is said to who sends more; without it, what the table of problems says. */
  tooLarge?: string;
};

/** Contract §1: a body is at most 64 KiB. */
const USUAL: Bounds = { maxBytes: 64 * 1024, withinMs: 10_000 };

/** A picture may be larger, and comes from a phone. */
const OF_IMAGES: Bounds = {
  maxBytes: AVATAR_MAX_BYTES,
  withinMs: 30_000,
  tooLarge: 'Send a picture of at most 2 MiB.',
};

/** What a picture may be sent as; what it is shows in its bytes. No form can send any of these (ASVS 3.5.2). */
const IMAGE_TYPES: readonly string[] = [...AVATAR_TYPES, 'application/octet-stream'];

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
export async function readBounded(request: Request, bounds: Bounds = USUAL): Promise<Buffer<ArrayBuffer>> {
  if (Number(request.headers.get('content-length') ?? 0) > bounds.maxBytes) throw tooLarge(bounds);
  if (!request.body) return Buffer.alloc(0);
  const reader = request.body.getReader();
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    reader.cancel().catch(() => undefined);
  }, bounds.withinMs);
  try {
    const bytes = await readAll(reader, bounds);
    if (isLate) throw new Problem('malformed_body', { detail: 'The body took too long.' });
    return bytes;
  } finally {
    clearTimeout(timer);
  }
}

function tooLarge({ tooLarge: detail }: Bounds): Problem {
  return new Problem('payload_too_large', detail === undefined ? {} : { detail });
}

async function readAll(reader: ReadableStreamDefaultReader<Uint8Array>, bounds: Bounds): Promise<Buffer<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (let chunk = await readChunk(reader); chunk; chunk = await readChunk(reader)) {
    size += chunk.byteLength;
    chunks.push(chunk);
    if (size <= bounds.maxBytes) continue;
    await reader.cancel();
    throw tooLarge(bounds);
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
  const type = mediaTypeOf(request);
  const bytes = await readBounded(request);
  if (isCoded(request)) throw new Problem('unsupported_media_type', { detail: 'Send the body without a coding.' });
  if (bytes.length === 0 && type === '') return {};
  if (type === 'application/jose') return parse(decode(await openEncryptedBody(decode(bytes), now)));
  if (type !== 'application/json') throw new Problem('unsupported_media_type');
  return bytes.length === 0 ? {} : parse(decode(bytes));
}

/** The picture that a request's body is, in any of the kinds it may claim to be. */
export async function readImage(request: Request): Promise<Uint8Array<ArrayBuffer>> {
  if (isCoded(request) || !IMAGE_TYPES.includes(mediaTypeOf(request))) {
    throw new Problem('unsupported_media_type', {
      detail:
        'Send the bytes of a picture: image/png, image/jpeg, image/webp, or any of them as application/octet-stream.',
    });
  }
  return readBounded(request, OF_IMAGES);
}

function mediaTypeOf({ headers }: Request): string {
  return (headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}

/** Whether a body is compressed (RFC 9110 §8.4): what is small on the wire could be huge here, so nothing is inflated. */
function isCoded({ headers }: Request): boolean {
  return !['', 'identity'].includes((headers.get('content-encoding') ?? '').trim().toLowerCase());
}
