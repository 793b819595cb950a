import { getEnv } from '@/lib/core/env';
import type { Settings } from '@/lib/core/settings';
import { createDiskStorage } from './disk-storage';
import { createS3Storage } from './s3-storage';

/** Where bytes lie under a name of ours. Each throws `service_unavailable` where the storage does not do it in time. */
export type ObjectStorage = {
  place: 'disk' | 's3';
  /** Done when it would survive a power cut. A name is written once, and never again. */
  write: (name: string, bytes: Uint8Array<ArrayBuffer>) => Promise<void>;
  /** Null where there is nothing of this name. */
  read: (name: string) => Promise<Uint8Array<ArrayBuffer> | null>;
  /** Also where there is nothing of this name. */
  remove: (name: string) => Promise<void>;
};

/** What is stored on the disk lies here, from where the server was started. */
const DISK_FOLDER = '.data/storage';

type StorageSettings = Pick<
  Settings,
  | 'AWS_ACCESS_KEY_ID'
  | 'AWS_SECRET_ACCESS_KEY'
  | 'AWS_STORAGE_BUCKET_NAME'
  | 'AWS_S3_REGION_NAME'
  | 'AWS_S3_ENDPOINT_URL'
>;

/** The bucket that the settings name, else a folder on the disk. */
export function getObjectStorage(settings: StorageSettings = getEnv()): ObjectStorage {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = settings;
  const { AWS_STORAGE_BUCKET_NAME: bucket, AWS_S3_REGION_NAME: region, AWS_S3_ENDPOINT_URL: endpoint } = settings;
  if (bucket === undefined || accessKeyId === undefined || secretAccessKey === undefined) {
    return createDiskStorage(DISK_FOLDER);
  }
  return createS3Storage({ accessKeyId, secretAccessKey, bucket, region, endpoint });
}
