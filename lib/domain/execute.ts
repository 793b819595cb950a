import type { z } from 'zod';
import { getEnv } from '@/lib/core/env';
import { Problem } from '@/lib/core/problem';
import { traced } from '@/lib/core/trace';
import { verifyCaptcha } from '@/lib/infra/captcha';
import { isPermitted } from './access/authorize';
import type { Context } from './context';
import { recordDenial } from './denials';
import { fieldMessages } from './field-messages';
import { brokenPasswordRules } from './new-password';
import type { Access, UseCase } from './use-case';

/**
 * The one door: access → shape → captcha → run. `readRaw` is called only when access is granted:
 * whoever may not do a thing is told so, and not what is wrong with their input. Throws {@link Problem}; what was denied
 * is on the record.
 */
export async function execute<Input extends z.ZodType, Output extends z.ZodType>(
  useCase: UseCase<Input, Output>,
  ctx: Context,
  readRaw: () => unknown,
): Promise<z.output<Output>> {
  const attributes = { 'gatehouse.request_id': ctx.client.requestId };
  try {
    return await traced(useCase.summary, attributes, () => pass(useCase, ctx, readRaw));
  } catch (error) {
    return recordDenial(ctx, useCase.summary, error);
  }
}

/** Throws what `execute` would throw before it looks at any input; what was denied is on the record. */
export async function assertMayCall(useCase: UseCase, ctx: Context): Promise<void> {
  try {
    assertAccess(useCase.access, ctx);
  } catch (error) {
    await recordDenial(ctx, useCase.summary, error);
  }
}

async function pass<Input extends z.ZodType, Output extends z.ZodType>(
  useCase: UseCase<Input, Output>,
  ctx: Context,
  readRaw: () => unknown,
): Promise<z.output<Output>> {
  assertAccess(useCase.access, ctx);
  const raw = await readRaw();
  // Reading may have taken a while, and who is asking may have been looked at again meanwhile.
  assertAccess(useCase.access, ctx);
  const input = parseInput(useCase, ctx, raw);
  if (useCase.isCaptchaWanted && getEnv().isCaptchaOn) await verifyCaptcha(ctx, captchaOf(raw));
  // The output schema lets through what it names and nothing else (ASVS 15.3.1).
  return useCase.output.parse(await useCase.run(ctx, input));
}

/** Throws `unauthenticated`, `not_activated` or `forbidden`. */
function assertAccess(access: Access, ctx: Context): void {
  if (access === 'anyone') return;
  if (!ctx.actor) throw new Problem('unauthenticated');
  if (access === 'signed-in') return;
  if (!ctx.actor.person.isActivated) throw new Problem('not_activated');
  if (access === 'activated') return;
  const { permission, isAboutOne } = access;
  if (!isPermitted(ctx, permission, isAboutOne ? 'on some' : 'on all')) throw new Problem('forbidden');
}

function parseInput<Input extends z.ZodType>(useCase: UseCase<Input>, ctx: Context, raw: unknown): z.output<Input> {
  const parsed = useCase.input.safeParse(raw);
  const fields = chosenPasswordMessages(useCase, ctx, raw);
  for (const [field, messages] of Object.entries(parsed.error ? fieldMessages(parsed.error) : {})) {
    (fields[field] ??= []).push(...messages);
  }
  if (!parsed.success || Object.keys(fields).length > 0) throw new Problem('invalid_input', { fields });
  return parsed.data;
}

/** What the password policy says to the field in which one is chosen. A password that is none is for the schema to see. */
function chosenPasswordMessages({ chosenPassword }: UseCase, ctx: Context, raw: unknown): Record<string, string[]> {
  if (!chosenPassword) return {};
  const password = (raw as Record<string, unknown>)[chosenPassword.field];
  if (typeof password !== 'string') return {};
  const messages = brokenPasswordRules(password, chosenPassword.ownerOf(ctx, raw));
  return messages.length > 0 ? { [chosenPassword.field]: messages } : {};
}

function captchaOf(raw: unknown): string | undefined {
  const token = (raw as Record<string, unknown>)['g-recaptcha-response'];
  return typeof token === 'string' ? token : undefined;
}
