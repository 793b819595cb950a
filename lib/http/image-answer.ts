import type { Context } from '@/lib/domain/context';
import type { Quota } from '@/lib/domain/throttle';
import type { AvatarOutput } from '@/lib/shared/schemas/avatar';
import { plainAnswer } from './answer';

/**
 * How long a browser shows a picture without asking, in seconds, and only with the very cookies that it came with. Its
 * address names the picture, so it is never an old one; who has lost the right to it may still see it for so long.
 */
const KEPT_SECONDS = 60 * 60;

/**
 * A picture as the answer to a request: WebP under a name of ours, whatever was sent. Asked for by the address of this
 * very one it may be kept for a while, by the browser alone; otherwise it has to be asked for again each time.
 */
export function imageAnswer(request: Request, ctx: Context, quota: Quota, { image, version }: AvatarOutput): Response {
  const isThisOne = new URL(request.url).searchParams.get('v') === version;
  const tag = `"${version}"`;
  const kept = {
    'cache-control': isThisOne ? `private, max-age=${KEPT_SECONDS}, immutable` : 'private, no-cache',
    etag: tag,
    vary: 'cookie, authorization',
  };
  // RFC 9110 §13.1.2: who has it already is told so.
  const isKnown = (request.headers.get('if-none-match') ?? '').includes(tag);
  if (isKnown) return plainAnswer(ctx, quota, { status: 304, headers: kept });
  const headers = {
    ...kept,
    'content-type': 'image/webp',
    'content-disposition': 'inline; filename="avatar.webp"',
  };
  return plainAnswer(ctx, quota, { status: 200, bytes: image, headers });
}
