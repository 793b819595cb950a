import { TextLink } from '@/components/ui/text-link';
import { PRODUCT_NAME } from '@/lib/shared/product';

export function SiteFooter() {
  return (
    <footer className="mx-auto flex w-full max-w-6xl flex-wrap justify-between gap-x-8 gap-y-2 px-5 py-6 text-sm text-muted sm:px-8">
      <p>{PRODUCT_NAME} sets only the cookies that signing up and signing in need.</p>
      <p>
        <TextLink href="/docs/api">The API</TextLink>
      </p>
    </footer>
  );
}
