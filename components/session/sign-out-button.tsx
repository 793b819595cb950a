import { buttonClass } from '@/components/ui/button-class';

/** Signs out by a POST of its own, so that no link, prefetch or image can. Needs no JavaScript. */
export function SignOutButton({ action }: { action: (data: FormData) => Promise<void> }) {
  return (
    <form action={action}>
      <button type="submit" className={buttonClass('secondary')}>
        Sign out
      </button>
    </form>
  );
}
