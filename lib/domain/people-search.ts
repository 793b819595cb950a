import type { Prisma } from '@/prisma/generated/client';
import type { ListPeopleInput } from '@/lib/shared/schemas/people';
import type { AccessAbility } from './access/ability';
import { peopleFilter } from './access/authorize';
import { statusFilter } from './access/filters';

type People = Prisma.UserWhereInput;

/** Fewer characters make no trigram for an index to look up, but where a word begins. */
const TRIGRAM = 3;

/**
 * As the database makes letters small: each by itself and into one. JavaScript looks at what is around a sigma, and makes
 * two characters of an I with a dot.
 */
function lowered(text: string): string {
  return Array.from(text, (letter) => [...letter.toLowerCase()][0]).join('');
}

/** LIKE would take these for more than themselves, and Prisma hands them on. */
function literally(text: string): string {
  return text.replaceAll(/[\\%_]/g, String.raw`\$&`);
}

/**
 * Those whose “first last” or whose address contains the text, in any case; one or two characters have to be where a name
 * or the address begins. What the ability does not let be read of somebody does not find them: searching would tell it.
 */
function searchFilter(ability: AccessAbility, typed: string): People {
  // As the database keeps names and addresses.
  const text = lowered(typed.normalize('NFKC').replaceAll(/\s+/g, ' ').trim());
  const isShort = [...text].length < TRIGRAM;
  const wanted = literally(text);
  const isNamed = (['first_name', 'last_name'] as const).map((field) => peopleFilter(ability, 'read', field));
  return {
    OR: [
      { AND: [...isNamed, { searchName: { contains: isShort ? ` ${wanted}` : wanted } }] },
      { AND: [peopleFilter(ability, 'read', 'email'), { email: { [isShort ? 'startsWith' : 'contains']: wanted } }] },
    ],
  };
}

/** Those whom the ability lets be read, and who are searched for, as far as what is asked about them may be read, too. */
export function listedPeople(
  ability: AccessAbility,
  { search, status }: Pick<ListPeopleInput, 'search' | 'status'>,
  now: Date,
): People {
  const ofStatus = status ? [peopleFilter(ability, 'read', 'status'), statusFilter(status, now)] : [];
  const found = search === '' ? [] : [searchFilter(ability, search)];
  return { AND: [peopleFilter(ability, 'read'), ...ofStatus, ...found] };
}
