import type { PersonOutput } from '@/lib/shared/schemas/people';

const SIZES = {
  small: 'size-9 text-sm',
  medium: 'size-14 text-lg',
  large: 'size-24 text-3xl',
} as const;

type Props = {
  person: Pick<PersonOutput, 'first_name' | 'last_name' | 'email' | 'avatar_url'>;
  size: keyof typeof SIZES;
};

/**
 * Somebody's picture over their initials, which are seen until it has come, where it does not come, and where there is
 * none. Decorative: the name stands beside it.
 */
export function Portrait({ person, size }: Props) {
  return (
    <span
      aria-hidden="true"
      className={`relative grid shrink-0 place-items-center overflow-hidden rounded-full bg-accent-soft font-semibold text-accent select-none ${SIZES[size]}`}
    >
      {initialsOf(person)}
      {person.avatar_url && (
        // A background, because an image that does not come is drawn as a broken one.
        <span
          className="absolute inset-0 bg-cover bg-center"
          style={{ backgroundImage: `url("${person.avatar_url}")` }}
        />
      )}
    </span>
  );
}

function initialsOf({ first_name, last_name, email }: Props['person']): string {
  const firstOf = (text = '') => [...text][0] ?? '';
  const letters = firstOf(first_name) + firstOf(last_name);
  return (letters || firstOf(email)).toUpperCase();
}
