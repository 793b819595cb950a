import { Redis } from 'ioredis';

/** Redis' own refusals, by the word that its answer begins with, and Node's error codes, as what to do about them. */
const SENTENCES: Record<string, string> = {
  ECONNREFUSED: 'nobody answers there: start it, or mend REDIS_URL',
  ENOTFOUND: 'there is no machine of that name: mend REDIS_URL',
  EAI_AGAIN: 'its name cannot be looked up now',
  ETIMEDOUT: 'it did not answer in time: is it the right address, and open to here?',
  WRONGPASS: 'it refused the password: mend REDIS_URL',
  NOAUTH: 'it wants a password: mend REDIS_URL',
  NOPERM: 'its user may not do what is wanted: mend the rights of the user in REDIS_URL',
};

/** The version of the Redis at `url`. Rejects with what ioredis says; {@link explainRedisFailure} puts it into words. */
export async function readRedisVersion(url: string): Promise<string> {
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 0 });
  let refusal: unknown;
  // A connection that ends before it was ready says only so to who waits for it; the reason comes by this way.
  redis.on('error', (error) => (refusal = error));
  try {
    await redis.connect();
    return /^redis_version:(\S+)/m.exec(await redis.info('server'))?.[1] ?? 'of an unknown version';
  } catch (error) {
    throw refusal ?? error;
  } finally {
    redis.disconnect();
  }
}

/** A sentence with what to do. What the server wrote is not part of it: it may quote what it was sent. */
export function explainRedisFailure(error: unknown): string {
  const { code, message } = error as { code?: unknown; message?: unknown };
  const word = typeof code === 'string' ? code : (/^[A-Z]{2,}\b/.exec(String(message))?.[0] ?? 'no reason given');
  return SENTENCES[word] ?? `it cannot be used (${word})`;
}
