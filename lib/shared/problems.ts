/**
 * Every way an operation can say no: its HTTP status, its title, and the sentence a person can act on. The one source
 * for the API's problem documents (RFC 9457), the forms' messages, the explanation pages and the OpenAPI document.
 */
export const PROBLEMS = {
  malformed_body: {
    status: 400,
    title: 'The body could not be read',
    detail:
      'Send a JSON object in UTF-8, plain, or encrypted within the last minutes for a key of /.well-known/jwks.json.',
  },
  invalid_input: { status: 400, title: 'Some fields need another look', detail: 'Please correct the marked fields.' },
  captcha_failed: {
    status: 400,
    title: 'The captcha was not passed',
    detail: 'Please solve the captcha; each answer is good for one try.',
  },
  captcha_required: {
    status: 403,
    title: 'A captcha is needed',
    detail: 'There were many wrong passwords for this account. Please solve the captcha to sign in.',
  },
  captcha_unavailable: {
    status: 503,
    title: 'The captcha could not be checked',
    detail: 'The captcha service did not answer. Please try again in a moment.',
  },
  invalid_code: {
    status: 400,
    title: 'This code is not right',
    detail: 'Check the six digits in the newest mail, or ask for a new code.',
  },
  code_expired: {
    status: 410,
    title: 'This code has expired',
    detail: 'Ask for a new code; it arrives by mail within a minute.',
  },
  invalid_token: {
    status: 410,
    title: 'This link no longer works',
    detail: 'It was used, has expired, or was replaced by a newer one. Ask for a new mail.',
  },
  unauthenticated: {
    status: 401,
    title: 'Please sign in',
    detail: 'This needs a valid session. Sign in and try again.',
  },
  invalid_credentials: {
    status: 401,
    title: 'E-mail or password is not right',
    detail: 'Check both and try again.',
  },
  not_activated: {
    status: 403,
    title: 'This account is not activated yet',
    detail: 'Enter the code from the mail, or follow its link, and try again.',
  },
  account_suspended: {
    status: 403,
    title: 'This account is suspended',
    detail: 'Please contact the people who run this site.',
  },
  forbidden: { status: 403, title: 'This is not allowed', detail: 'Your account may not do this.' },
  origin_rejected: {
    status: 403,
    title: 'The request came from another site',
    detail: 'Open the site at its own address and try again from there.',
  },
  not_found: { status: 404, title: 'There is nothing here', detail: 'Check the address.' },
  method_not_allowed: {
    status: 405,
    title: 'This method is not offered here',
    detail: 'The Allow header lists the methods that are.',
  },
  conflict: { status: 409, title: 'This does not fit the present state', detail: 'Reload and try again.' },
  payload_too_large: { status: 413, title: 'The body is too large', detail: 'Send at most 64 KiB.' },
  unsupported_media_type: {
    status: 415,
    title: 'This kind of body is not accepted',
    detail: 'Send application/json, or the same encrypted as application/jose.',
  },
  too_many_attempts: {
    status: 429,
    title: 'Too many attempts',
    detail: 'This is closed for a while. Please wait and try again.',
  },
  rate_limited: { status: 429, title: 'Too many requests', detail: 'Please slow down and try again in a moment.' },
  internal: {
    status: 500,
    title: 'Something went wrong on our side',
    detail: 'Please try again. If it stays, quote the request id to the people who run this site.',
  },
  service_unavailable: {
    status: 503,
    title: 'This part of the site is busy or down',
    detail: 'Please try again in a moment.',
  },
} as const satisfies Record<string, { status: number; title: string; detail: string }>;

export type ProblemCode = keyof typeof PROBLEMS;

export const PROBLEM_CODES = Object.keys(PROBLEMS) as ProblemCode[];

/** An RFC 9457 problem document, as every API error answers. */
export type ProblemDocument = {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: ProblemCode;
  request_id: string;
  fields?: Record<string, string[]>;
  retry_after_seconds?: number;
};
