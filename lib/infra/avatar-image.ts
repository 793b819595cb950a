import pLimit, { type LimitFunction } from 'p-limit';
import sharp from 'sharp';
import { Problem } from '@/lib/core/problem';

/** The side of what is stored, in pixels: three for each that a page shows of it. */
export const AVATAR_SIDE = 256;

/** What a camera of 24 megapixels takes. The worst such file costs a second and 200 MB (16 bits, interlaced). */
const MAX_PIXELS = 25_000_000;

/** A picture that is not decoded by then was made not to be. */
const DECODE_WITHIN_SECONDS = 5;

const KINDS = 'PNG, JPEG or WebP';

/** How each kind begins, in hex; `.` is any digit. */
const BEGINNINGS = [/^89504e470d0a1a0a/, /^ffd8ff/, /^52494646.{8}57454250/];
const BEGINNING_BYTES = 12;

// Everything else that libvips could read (SVG, PDF, TIFF, HEIF …) is out of reach in this process, whatever asks for it.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({ operation: ['VipsForeignLoadPng', 'VipsForeignLoadJpeg', 'VipsForeignLoadWebp'] });
// One thread for one picture, and nothing kept of it.
sharp.concurrency(1);
sharp.cache(false);

// Routes are bundled apart but share the process: a module-level variable would be one queue each.
const PROCESS_QUEUE = Symbol.for('gatehouse.avatar-queue');
const processWide = globalThis as { [PROCESS_QUEUE]?: LimitFunction };

/**
 * Makes of a picture that somebody sent the one that is stored: square, upright, on white, WebP, and nothing else of what
 * was in the file. Off the main thread, one picture at a time, so that hashing passwords and reading files go on. Throws
 * `unsupported_media_type` at what is no PNG, JPEG or WebP, and `invalid_input` at what is too large or damaged.
 */
export async function renderAvatar(bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const beginning = Buffer.from(bytes.subarray(0, BEGINNING_BYTES)).toString('hex');
  if (!BEGINNINGS.some((kind) => kind.test(beginning))) {
    throw new Problem('unsupported_media_type', { detail: `Send a picture as ${KINDS}.` });
  }
  const queue = (processWide[PROCESS_QUEUE] ??= pLimit(1));
  return queue(() => render(bytes));
}

async function render(bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const options = { limitInputPixels: MAX_PIXELS, failOn: 'error' } as const;
    // Reads no further than the head of the file.
    const { width, height } = await sharp(bytes, { ...options, limitInputPixels: false }).metadata();
    if (width * height > MAX_PIXELS) throw refusal(`Use at most ${MAX_PIXELS / 1_000_000} million pixels.`);
    const rendered = await sharp(bytes, options)
      .timeout({ seconds: DECODE_WITHIN_SECONDS })
      .autoOrient()
      .resize(AVATAR_SIDE, AVATAR_SIDE, { fit: 'cover' })
      .flatten({ background: '#ffffff' })
      .webp({ quality: 82 })
      .toBuffer();
    return new Uint8Array(rendered);
  } catch (error) {
    throw error instanceof Problem
      ? error
      : refusal('This picture is damaged, or takes too long to read. Try another one.', error);
  }
}

function refusal(message: string, cause?: unknown): Problem {
  return new Problem('invalid_input', { fields: { image: [message] }, cause });
}
