'use client';

import type { MouseEvent } from 'react';
import { TextLink } from '@/components/ui/text-link';
import { rememberTypedEmail } from './typed-email';

/** The way out for whoever stands before a password field, inside its form; the address typed there comes along. */
export function ForgotPasswordLink() {
  const takeAlong = ({ currentTarget }: MouseEvent<HTMLAnchorElement>) => {
    const email = currentTarget.closest('form')?.elements.namedItem('email');
    if (email instanceof HTMLInputElement) rememberTypedEmail(email.value);
  };
  return (
    <p className="mb-5 text-sm">
      <TextLink href="/forgot-password" onClick={takeAlong}>
        Forgot your password?
      </TextLink>
    </p>
  );
}
