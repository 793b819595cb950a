import { z } from 'zod';

/** Contract §3: what may be sent as a picture, in bytes. */
export const AVATAR_MAX_BYTES = 2 * 1024 * 1024;

/** The kinds of picture that may be sent. */
export const AVATAR_TYPES = ['image/png', 'image/jpeg', 'image/webp'] as const;

const bytes = z.instanceof(Uint8Array<ArrayBuffer>, { error: 'Send a picture.' });

/** Over HTTP, the body as it is. */
export const uploadAvatarInput = z.object({
  image: bytes.refine(({ byteLength }) => byteLength > 0, 'Send a picture.'),
});

/** A picture as WebP. */
export const avatarOutput = z.object({ image: bytes });
export type AvatarOutput = z.output<typeof avatarOutput>;
