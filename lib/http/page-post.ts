import { Problem } from '@/lib/core/problem';
import { readBounded } from './body';
import { assertOwnOrigin } from './origin';

/**
 * Whether what is posted to a page can be the call of a server action: from this site, a form, whole, and of a bounded
 * size. Next would look at it too, but answers the rest with a 500. Throws `origin_rejected`, `unsupported_media_type`,
 * `payload_too_large` or `malformed_body`.
 */
export async function assertActionCall(request: Request): Promise<void> {
  const { headers } = request;
  // Who opened the site under another of its names is told so by the action itself, in the form.
  if (!isUnderSameName(headers)) assertOwnOrigin(request.method, headers);
  const type = headers.get('content-type') ?? '';
  if (!/^multipart\/form-data\s*;/i.test(type)) {
    throw new Problem('unsupported_media_type', { detail: 'A page takes what its own forms send.' });
  }
  const body = await readBounded(request);
  await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData().catch((cause: unknown) => {
    throw new Problem('malformed_body', { cause, detail: 'This is not a whole form.' });
  });
}

function isUnderSameName(headers: Headers): boolean {
  const origin = headers.get('origin');
  return origin !== null && URL.canParse(origin) && new URL(origin).host === headers.get('host');
}
