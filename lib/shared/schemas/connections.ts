import { z } from 'zod';
import { PROVIDER_NAMES } from '../providers';

const connectionOutput = z.object({
  provider: z.enum(PROVIDER_NAMES),
  email: z.string(),
  connected_at: z.iso.datetime(),
});

export type ConnectionOutput = z.output<typeof connectionOutput>;

export const connectionsOutput = z.object({ results: z.array(connectionOutput) });

/** Any name at all: one that is no provider's is not connected either. */
export const removeConnectionInput = z.object({ provider: z.string() });
