import { Badge } from '@/components/ui/badge';

/** The roles that somebody holds, by their names. */
export function RoleBadges({ names }: { names: readonly string[] }) {
  if (names.length === 0) return 'None';
  return (
    <ul className="flex flex-wrap gap-2">
      {names.map((name) => (
        <li key={name}>
          <Badge>{name}</Badge>
        </li>
      ))}
    </ul>
  );
}
