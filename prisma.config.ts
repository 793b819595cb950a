import { defineConfig } from 'prisma/config';

// `generate` and `validate` never run the schema engine, but the CLI looks for its binary (a download) all the same:
// any existing file satisfies it. Other commands (`migrate deploy` against your own database) fetch the real one.
if (process.argv.some((word) => word === 'generate' || word === 'validate')) {
  process.env['PRISMA_SCHEMA_ENGINE_BINARY'] ??= process.execPath;
}

export default defineConfig({ schema: 'prisma/schema.prisma' });
