import { getEnv } from '@/lib/core/env';

/** Where somebody's picture is; null where they have none. Another picture has another address. */
export function avatarAddress(userId: string, avatarId: string | null): string | null {
  return avatarId === null ? null : `${getEnv().APP_URL}/api/users/${userId}/avatar?v=${avatarId}`;
}
