import { inFigures } from '@/components/admin/in-figures';

/** How many people hold a role, in words. */
export function heldBy(people: number): string {
  if (people === 0) return 'Nobody';
  return people === 1 ? 'One person' : `${inFigures(people)} people`;
}
