import { GoogleMark } from '@/components/brand/google-mark';
import { buttonClass } from '@/components/ui/button-class';

type Props = { action: (data: FormData) => Promise<void>; next?: string | undefined };

/** The other way in, below a form. Needs no JavaScript. `next` is where to go afterwards, for the server to judge. */
export function GoogleButton({ action, next }: Props) {
  return (
    <>
      <div className="my-6 flex items-center gap-4 text-sm text-muted">
        <span className="h-px flex-1 bg-line" />
        or
        <span className="h-px flex-1 bg-line" />
      </div>
      <form action={action}>
        {next && <input type="hidden" name="next" value={next} />}
        <button type="submit" className={`${buttonClass('secondary')} w-full`}>
          <GoogleMark />
          Continue with Google
        </button>
      </form>
    </>
  );
}
