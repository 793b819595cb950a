import type { PersonOutput } from '@/lib/shared/schemas/people';

/** How large, on the screen, in pixels and in classes. */
const SIZES = {
  small: { pixels: 36, look: 'size-9 text-sm' },
  medium: { pixels: 56, look: 'size-14 text-lg' },
  large: { pixels: 96, look: 'size-24 text-3xl' },
} as const;

type Props = {
  person: Pick<PersonOutput, 'first_name' | 'last_name' | 'email' | 'avatar_url'>;
  size: keyof typeof SIZES;
};

/**
 * Somebody's picture, over their initials: those are seen until it has come, and where there is none. Decorative: the name
 * stands beside it.
 */
export function Portrait({ person, size }: Props) {
  const { pixels, look } = SIZES[size];
  return (
    <span
      aria-hidden="true"
      className={`relative grid shrink-0 place-items-center overflow-hidden rounded-full bg-accent-soft font-semibold text-accent select-none ${look}`}
    >
      {initialsOf(person)}
      {person.avatar_url && (
        // oxlint-disable-next-line next/no-img-element -- it is small already, and Next's own would be fetched without cookies.
        <img
          src={person.avatar_url}
          alt=""
          width={pixels}
          height={pixels}
          loading="lazy"
          decoding="async"
          className="absolute inset-0 size-full object-cover"
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
