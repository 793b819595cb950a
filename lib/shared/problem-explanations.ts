import type { ProblemCode } from './problems';

type Explanation = {
  /** What happened, and when it does. */
  happened: string;
  /** What a program is to do about it. */
  program: string;
  /** What whoever sits before it is to do. */
  person: string;
};

/** What stands at the `type` of a problem document, beside its title. Words in backquotes are code. */
export const EXPLANATIONS: Record<ProblemCode, Explanation> = {
  malformed_body: {
    happened:
      'The body is not a JSON object in UTF-8, broke off, took too long to arrive, or is an encrypted one that none of our keys opens: tampered with, sealed for another key, compressed, or sealed more than five minutes ago.',
    program:
      'Send an object, not a list or a bare value. For `application/jose`, fetch `/.well-known/jwks.json`, seal anew with the present time as `iat`, and try once more: the key may have changed. The same bytes are refused again.',
    person: 'Reload the page and try again. Check the clock of the computer if it goes on.',
  },
  invalid_input: {
    happened:
      'The body could be read, but a field is missing, of the wrong kind, or breaks a rule. Nothing was done, and everything that is wrong was said at once.',
    program:
      'Read `fields`: messages by the name of the field, `_` for the whole. Show each beside its field. The same input is refused again.',
    person: 'Correct the marked fields; each says what it wants.',
  },
  captcha_failed: {
    happened:
      'The operation wants a captcha, and the one that was sent is missing, wrong, used before, or solved on another site.',
    program: 'Reset the widget, have it solved again, and send the new answer as `g-recaptcha-response`.',
    person: 'Solve the captcha once more.',
  },
  captcha_required: {
    happened:
      'There were so many wrong passwords for this account that guessing has to become slow. It is not locked: the right password opens it as soon as a captcha comes along.',
    program: 'Show the captcha and send the same again with its answer as `g-recaptcha-response`.',
    person: 'Solve the captcha and sign in. If it was not you who tried, choose a new password.',
  },
  captcha_unavailable: {
    happened: 'The service that judges captchas did not answer within three seconds, or not with anything of use.',
    program: 'Try again after `Retry-After`, or some seconds where there is none, with a captcha that is solved anew.',
    person: 'Wait a moment, solve the captcha again and send the form once more.',
  },
  invalid_code: {
    happened:
      'The six digits are not those of the newest mail for this registration. Asking for a new code makes the older ones worthless, and after five wrong ones in ten minutes none is taken for a while.',
    program: 'Let them be typed again, and offer `POST /api/resend-code`.',
    person: 'Look for the newest of our mails, or ask for a new code.',
  },
  code_expired: {
    happened: 'The six digits were right once; the mail says how long they hold.',
    program: 'Offer `POST /api/resend-code`; this code will never be taken again.',
    person: 'Ask for a new code. It arrives within a minute.',
  },
  invalid_token: {
    happened:
      'The link of the mail is unknown, was used already, has expired, or was replaced by a newer one. Which of them it is, nobody is told.',
    program: 'Give the token up, and offer to send a new mail.',
    person: 'Open the newest mail, or ask for another one.',
  },
  unauthenticated: {
    happened:
      'There is no session behind this request: no cookie and no token came along, or the session has ended by signing out, by a new password, by time, or by a suspension.',
    program:
      'Have the person sign in, and send the request again. A session whose cookies come along is prolonged by itself; for a Bearer token that has expired, `POST /api/refresh` leaves another, and wants the refresh cookie.',
    person: 'Sign in again.',
  },
  invalid_credentials: {
    happened:
      'The address and the password do not belong together. An address without an account is answered the same, and takes as long.',
    program: 'Let both be typed again. Do not try passwords by program: wrong ones are counted, and lead to a pause.',
    person: 'Check the address and the password, or set a new password by mail.',
  },
  not_activated: {
    happened: 'Whoever is signed in has not yet shown that the mail of their address reaches them.',
    program:
      'Lead to the activation: `POST /api/active-account` with the code, or `POST /api/resend-code` for another.',
    person: 'Enter the six digits from the mail, or follow its link.',
  },
  account_suspended: {
    happened:
      'The password was right, and the people who run this site have closed the account, for a time or for good.',
    program: 'Show it, and do not try again.',
    person: 'Ask the people who run this site.',
  },
  forbidden: {
    happened: 'It is known who asks, and neither their roles nor the rules let them do this.',
    program:
      'Do not repeat it. Ask again only when roles or rules have changed, which acts on the next request; offer only what `permissions` and `allowed_actions` name.',
    person: 'Ask an administrator, if you need to do this.',
  },
  origin_rejected: {
    happened:
      'The request shows cookies and changes something, and its `Origin` or `Sec-Fetch-Site` says that a page of another site sent it.',
    program:
      'Call from a page of this site’s own address, or without cookies, with `Authorization: Bearer`. Behind a proxy, `APP_URL` has to be the address that people see.',
    person: 'Open the site at its own address and try again from there.',
  },
  not_found: {
    happened:
      'Nothing is at this address, or nothing that the caller may know of: what exists and is not theirs to see is answered the same.',
    program: 'Check the path and the id. The same request is refused again until the thing exists.',
    person: 'Check the address, or go back and reload the list that it was in.',
  },
  method_not_allowed: {
    happened: 'The path exists, and this method of it does not.',
    program: 'Use one of the methods in the header `Allow`.',
    person: 'This is a mistake of the program that you use.',
  },
  conflict: {
    happened:
      'The request is fine by itself and does not fit how things stand: a name is taken, a chain of managers would bite its tail, the last administrator would go. `detail` says which.',
    program: 'Read anew what is there, show `detail`, and let the person decide. Do not repeat it unchanged.',
    person: 'Reload the page, look at what has changed, and try again.',
  },
  payload_too_large: {
    happened: 'The body has more than 64 KiB, or, where a picture is taken, more than 2 MiB.',
    program: 'Send less. The same is refused again.',
    person: 'Choose a smaller picture, or shorten the text.',
  },
  unsupported_media_type: {
    happened:
      'The `Content-Type` is missing or is none of those that this operation takes, or the body is compressed. Forms are refused on purpose: it is half of the defence against forged requests.',
    program:
      'Send `application/json` or `application/jose`, without `Content-Encoding`; a picture as `image/png`, `image/jpeg`, `image/webp` or `application/octet-stream`.',
    person: 'For a picture, choose a PNG, JPEG or WebP.',
  },
  too_many_attempts: {
    happened:
      'Something that is worth guessing, or that sends mail, was tried too often. It is closed for a while, to what is right as well. Asking again does not prolong it.',
    program:
      'Wait as long as `Retry-After` says, in seconds; it also stands in `retry_after_seconds`. Show the person how long.',
    person: 'Wait until the time is over. If it was not you who tried, choose a new password.',
  },
  rate_limited: {
    happened: 'More requests came within a minute than one person, or one address for strangers, may make.',
    program:
      'Wait as long as `Retry-After` says, then go on more slowly. `RateLimit` says with every answer what is left.',
    person: 'Wait a moment.',
  },
  internal: {
    happened:
      'We made a mistake. It is in the log of the site under the `request_id`. Whether anything was done is not certain.',
    program: 'Try again once, a little later. Look first whether what was wanted has happened after all.',
    person: 'Try again. If it stays, tell the people who run this site the request id.',
  },
  service_unavailable: {
    happened:
      'Something that we stand on does not answer, or there is more to do at once than there is room for. The request was counted as no attempt at anything.',
    program: 'Try again after `Retry-After`, or some seconds where there is none, and each time after a longer pause.',
    person: 'Wait a moment and try again.',
  },
};
