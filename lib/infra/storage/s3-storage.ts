import { createHash } from 'node:crypto';
import { AwsV4Signer } from 'aws4fetch';
import { Problem } from '@/lib/core/problem';
import { boundedBody } from '../bounded-body';
import type { ObjectStorage } from './object-storage';

type Bucket = {
  accessKeyId: string;
  secretAccessKey: string;
  bucket: string;
  /** Wanted where there is no `endpoint`; what is not Amazon's often has none. */
  region: string | undefined;
  /** The address of a storage that is not Amazon's. */
  endpoint: string | undefined;
};

/** A storage that has not answered whole by then is out of service, in milliseconds. */
const ANSWER_WITHIN_MS = 3_000;
/** What we store is a hundredth of this; what is longer is none of ours. */
const MAX_BYTES = 1024 * 1024;
/** The one that S3-compatible storages take for granted. */
const USUAL_REGION = 'us-east-1';

/** The storage answered, and not as it should: its status, and the name it has for that, such as `AccessDenied`. */
export class StorageRefusal extends Error {
  readonly code: string | undefined;

  constructor(method: string, status: number, body: Uint8Array) {
    const [, code] = /<Code>(\w{1,64})<\/Code>/.exec(Buffer.from(body).toString()) ?? [];
    super(`the object storage answered ${status}${code === undefined ? '' : ` (${code})`} to ${method}`);
    this.name = 'StorageRefusal';
    this.code = code;
  }
}

type Asked = { method: 'GET' | 'PUT' | 'DELETE'; name: string; body?: Uint8Array<ArrayBuffer> };

/**
 * Objects of an S3-compatible bucket, by the three requests that all such storages know, signed (Signature Version 4).
 */
export function createS3Storage(bucket: Bucket): ObjectStorage {
  const ask = (asked: Asked) => askBucket(bucket, asked);
  return {
    place: 's3',
    write: async (name, body) => void (await ask({ method: 'PUT', name, body })),
    read: async (name) => ask({ method: 'GET', name }),
    remove: async (name) => void (await ask({ method: 'DELETE', name })),
  };
}

/**
 * The bucket is part of the path where an endpoint is given: a storage of one's own seldom has names for its buckets.
 */
function addressOf({ bucket, region = USUAL_REGION, endpoint }: Bucket, name: string): string {
  if (endpoint === undefined) return `https://${bucket}.s3.${region}.amazonaws.com/${name}`;
  return `${endpoint.replace(/\/+$/, '')}/${bucket}/${name}`;
}

/** What the bucket answers; null where it has nothing of this name. Throws `service_unavailable`. */
async function askBucket(bucket: Bucket, asked: Asked): Promise<Uint8Array<ArrayBuffer> | null> {
  const { method, body } = asked;
  try {
    const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
    const { url, headers } = await signed(bucket, asked);
    const answer = await fetch(url, { method, headers, signal, redirect: 'error', ...(body && { body }) });
    const bytes = await boundedBody(answer, MAX_BYTES, 'the object storage');
    if (answer.ok) return bytes;
    const refusal = new StorageRefusal(method, answer.status, bytes);
    // An object that is not there is one thing, a bucket that is not there another: nothing will ever be in it.
    if (answer.status === 404 && refusal.code !== 'NoSuchBucket') return null;
    throw refusal;
  } catch (cause) {
    throw new Problem('service_unavailable', { cause });
  }
}

function signed(bucket: Bucket, { method, name, body }: Asked) {
  const { accessKeyId, secretAccessKey, region = USUAL_REGION } = bucket;
  const headers = {
    'x-amz-content-sha256': createHash('sha256')
      .update(body ?? '')
      .digest('hex'),
  };
  const url = addressOf(bucket, name);
  return new AwsV4Signer({ method, url, headers, accessKeyId, secretAccessKey, region, service: 's3' }).sign();
}
