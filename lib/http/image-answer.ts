import type { Context } from '@/lib/domain/context';
import type { Quota } from '@/lib/domain/throttle';
import type { AvatarOutput } from '@/lib/shared/schemas/avatar';
import { plainAnswer } from './answer';

/** A picture as the answer to a request: WebP under a name of ours, whatever was sent, and in no cache, as all of the API. */
export function imageAnswer(ctx: Context, quota: Quota, { image }: AvatarOutput): Response {
  const headers = { 'content-type': 'image/webp', 'content-disposition': 'inline; filename="avatar.webp"' };
  return plainAnswer(ctx, quota, { status: 200, bytes: image, headers });
}
