/** What a refusal may be recognised by: SQLSTATE codes, and those that the migrations raise themselves. */
const REFUSALS = {
  taken: ['23505'],
  inUse: ['23503', '23001'],
  lastAdmin: ['GH001'],
  circle: ['GH002'],
} as const;

/** Every SQLSTATE in an error of Prisma: the driver's own error lies under `meta` or `cause`. */
function statesOf(error: unknown): string[] {
  if (typeof error !== 'object' || error === null) return [];
  const { originalCode, cause, meta } = error as Record<string, unknown>;
  const own = typeof originalCode === 'string' ? [originalCode] : [];
  return [
    ...own,
    ...statesOf(cause),
    ...statesOf((meta as Record<string, unknown> | undefined)?.['driverAdapterError']),
  ];
}

/** Whether PostgreSQL refused a statement for this reason. */
export function isRefused(error: unknown, reason: keyof typeof REFUSALS): boolean {
  return statesOf(error).some((state) => (REFUSALS[reason] as readonly string[]).includes(state));
}
