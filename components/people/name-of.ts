import type { PersonOutput } from '@/lib/shared/schemas/people';

/** What to call somebody: by what the reader may see of them. */
export function nameOf({ first_name, last_name, email }: PersonOutput): string {
  const name = [first_name, last_name].filter((part) => part !== undefined).join(' ');
  return name || email || 'Somebody';
}
