import { BARREL_RULE, ENV_RULE, LENGTH_RULE } from './house-rules.mjs';

/** A path and what stands there. */
type Planted = readonly [path: string, source: string];

/** One file for each import rule, planted where it breaks the rule of that name and no other. */
export const BREACHES: Record<string, Planted> = {
  'layers: lib/shared': ['lib/shared/a.ts', `import { now } from '../core/clock';`],
  'layers: lib/core': ['lib/core/a.ts', `export const db = await import('@/lib/infra/db');`],
  'layers: lib/infra': ['lib/infra/mail/a.ts', `import type { Session } from '../../domain/sessions';`],
  'layers: lib/domain': ['lib/domain/a.ts', `import { login } from '../use-cases/login';`],
  'layers: lib/use-cases': ['lib/use-cases/a.ts', `import '@/lib/http/route';`],
  'layers: lib/http': ['lib/http/a.ts', `import { Form } from '@/components/form';`],
  components: ['components/a.tsx', `import { save } from '../app/login/actions';`],
  client: ['lib/client/a.ts', `import type { UseCase } from '../domain/use-case';`],
  'programs: app': ['app/login/page.tsx', `import { config } from '@/middleware';`],
  'programs: inngest': ['inngest/functions.ts', `import { POST } from '../app/api/login/route';`],
  'programs: lib/cli': ['lib/cli/a.ts', `import { register } from '../../instrumentation';`],
  'programs: middleware': ['middleware.ts', `import { main } from './lib/cli/doctor';`],
  'programs: instrumentation': ['instrumentation.ts', `import { middleware } from './middleware';`],
  'use cases': ['lib/use-cases/login.ts', `import { logout } from './logout';`],
  next: ['lib/domain/b.ts', `import { cookies } from 'next/headers';`],
  'prisma value': ['lib/domain/c.ts', `import { PrismaClient } from '@/prisma/generated/client';`],
  'prisma types': ['lib/shared/b.ts', `import type { User } from '../../prisma/generated/client';`],
  'emails are read by mail': ['lib/use-cases/b.ts', `import { Welcome } from '../../emails/welcome';`],
  'emails stand alone': ['emails/a.tsx', `import { PRODUCT_NAME } from '../lib/shared/product';`],
  tests: ['lib/core/b.ts', `import { client } from '../../tests/harness/client';`],
  'process.env by import': ['lib/infra/a.ts', `import { env } from 'node:process';`],
};

/** Breaches that show in the code, not in its imports. The linter has rules of its own for barrels and length. */
export const CODE_BREACHES: readonly { planted: Planted; message: string; isLinted: boolean }[] = [
  { planted: ['lib/infra/b.ts', 'export const a = process.env.A;'], message: ENV_RULE.message, isLinted: true },
  { planted: ['app/a.ts', `export const a = process['env'].A;`], message: ENV_RULE.message, isLinted: true },
  { planted: ['lib/http/c.ts', 'export const { env } = process;'], message: ENV_RULE.message, isLinted: true },
  {
    planted: ['lib/domain/all.ts', `export * from './e'; export { f } from './f';`],
    message: BARREL_RULE.message,
    isLinted: false,
  },
  { planted: ['components/b.tsx', '\n'.repeat(LENGTH_RULE.most)], message: LENGTH_RULE.message, isLinted: false },
];

/** What must stay possible. */
export const ALLOWED: readonly Planted[] = [
  ['lib/http/b.ts', `import { cookies } from 'next/headers'; import { login } from '../use-cases/login';`],
  ['lib/domain/d.ts', `import type { User } from '@/prisma/generated/client';`],
  ['lib/infra/db.ts', `import { PrismaClient } from '../../prisma/generated/client';`],
  ['lib/infra/mail/render.ts', `import { Welcome } from '../../../emails/welcome';`],
  ['lib/infra/tools.ts', `import { inngest } from 'inngest'; import { limit } from './middleware-limit';`],
  ['app/api/inngest/route.ts', `export { GET, POST } from '@/inngest/functions';`],
  ['components/ui/a.tsx', `import { z } from '../words'; import { p } from '@/lib/shared/product';`],
  ['components/ui/c.tsx', `import { useSession } from '@/lib/client/session-provider';`],
  ['lib/client/b.ts', `import type { ProblemCode } from '@/lib/shared/problems'; import { f } from './c';`],
  ['lib/core/env.ts', 'export const env = process.env;'],
  ['tests/api/a.test.ts', `import { Welcome } from '@/emails/welcome'; export const env = process.env.CI;`],
];
