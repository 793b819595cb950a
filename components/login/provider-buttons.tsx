import { ProviderMark } from '@/components/brand/provider-mark';
import { buttonClass } from '@/components/ui/button-class';
import { type ProviderName, PROVIDERS } from '@/lib/shared/providers';

type Props = {
  providers: readonly ProviderName[];
  action: (data: FormData) => Promise<void>;
  /** Where to go afterwards, for the server to judge. */
  next?: string | undefined;
};

/** The other ways in, below a form; nothing where there are none. They need no JavaScript. */
export function ProviderButtons({ providers, action, next }: Props) {
  if (providers.length === 0) return null;
  return (
    <>
      <div className="my-6 flex items-center gap-4 text-sm text-muted">
        <span className="h-px flex-1 bg-line" />
        or
        <span className="h-px flex-1 bg-line" />
      </div>
      <form action={action} className="grid gap-3">
        {next && <input type="hidden" name="next" value={next} />}
        {providers.map((provider) => (
          <button
            key={provider}
            type="submit"
            name="provider"
            value={provider}
            className={`${buttonClass('secondary')} w-full`}
          >
            <ProviderMark provider={provider} />
            {`Continue with ${PROVIDERS[provider].title}`}
          </button>
        ))}
      </form>
    </>
  );
}
