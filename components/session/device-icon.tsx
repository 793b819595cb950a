import { LineIcon } from '@/components/ui/line-icon';

const HAND_HELD = ['Android', 'iOS', 'Windows Phone'];

const PATHS = {
  phone:
    'M8 2.75h8A1.25 1.25 0 0 1 17.25 4v16A1.25 1.25 0 0 1 16 21.25H8A1.25 1.25 0 0 1 6.75 20V4A1.25 1.25 0 0 1 8 2.75zM10.75 18h2.5',
  desktop:
    'M4 4.25h16A1.25 1.25 0 0 1 21.25 5.5v9.75A1.25 1.25 0 0 1 20 16.5H4a1.25 1.25 0 0 1-1.25-1.25V5.5A1.25 1.25 0 0 1 4 4.25zM12 16.5v3.75M8 20.25h8',
} as const;

/** A phone or a desktop, by the system. Decorative: the words beside it name the system. */
export function DeviceIcon({ os }: { os: string }) {
  return (
    <LineIcon className="size-6">
      <path d={PATHS[HAND_HELD.includes(os) ? 'phone' : 'desktop']} />
    </LineIcon>
  );
}
