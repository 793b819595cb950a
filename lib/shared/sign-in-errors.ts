/**
 * Why a sign-in through a provider ended at the sign-in page, and the words for it. The codes stand in addresses
 * (`/login?error=…`); nothing else of an address is ever shown.
 */
export const SIGN_IN_ERRORS = {
  EmailNotVerified: 'The address of that account is not verified there, so it cannot be used here.',
  AccountSuspended: 'This account is suspended. Please contact the people who run this site.',
  OtherIdentity: 'This account is connected to another account there. Sign in with that one, or with your password.',
  IdentityTaken: 'That account already belongs to another account here.',
  ConnectExpired: 'Connecting took too long, or you were signed out in the meantime. Please try again.',
  SignInAgain: 'To add a way in, sign out and in again first, then connect within ten minutes.',
  ProviderUnavailable:
    'The other site cannot be reached at the moment. Try again a little later, or use your password.',
  Cancelled: 'You did not finish there, so nothing has changed.',
  SignInExpired: 'This sign-in took too long, or was begun in another browser. Please try again.',
  TooManyRequests: 'Too many requests. Please wait a minute and try again.',
  SessionRequired: 'Please sign in to go on.',
  SignInFailed: 'Signing in did not work. Please try again, or use your password.',
} as const;

export type SignInError = keyof typeof SIGN_IN_ERRORS;

/** The code itself where it is one of ours; anything else is the general one. */
export function toSignInError(code: string): SignInError {
  return Object.hasOwn(SIGN_IN_ERRORS, code) ? (code as SignInError) : 'SignInFailed';
}
