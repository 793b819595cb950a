import { requireActor } from '@/lib/domain/authentication';
import { toUserOutput } from '@/lib/domain/people';
import { defineUseCase } from '@/lib/domain/use-case';
import { noInput } from '@/lib/shared/schemas/session';
import { userOutput } from '@/lib/shared/schemas/user';

/** The signed-in person, from the session's view: nothing more is read for it. */
export const getMe = defineUseCase({
  summary: 'The signed-in person',
  access: 'activated',
  limits: [],
  input: noInput,
  output: userOutput,
  problems: [],
  run: async (ctx) => toUserOutput(requireActor(ctx).person),
});
