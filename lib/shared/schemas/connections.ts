import { z } from 'zod';
import { PROVIDER_NAMES } from '../providers';

export const connectionsOutput = z.object({
  results: z.array(z.object({ provider: z.enum(PROVIDER_NAMES), email: z.string(), connected_at: z.iso.datetime() })),
});

/** Any name at all: one that is no provider's is not connected either. */
export const removeConnectionInput = z.object({ provider: z.string() });
