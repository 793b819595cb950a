import { type Permission, PERMISSION_NAMES, PERMISSIONS } from '@/lib/shared/authorization';

/** What a role lets do, in words. */
export function RolePermissions({ names }: { names: readonly string[] }) {
  if (names.length === 0) return <span className="text-muted">Nothing beyond what rules allow</span>;
  if (names.length === PERMISSION_NAMES.length) return 'Everything';
  return (
    <ul className="space-y-0.5">
      {names.map((name) => (
        <li key={name}>{PERMISSIONS[name as Permission].label}</li>
      ))}
    </ul>
  );
}
