import { PRODUCT_NAME } from '@/lib/shared/product';

export function SiteFooter() {
  return (
    <footer className="mx-auto w-full max-w-6xl px-5 py-6 text-sm text-muted sm:px-8">
      <p>{PRODUCT_NAME} sets only the cookies that signing up and signing in need.</p>
    </footer>
  );
}
