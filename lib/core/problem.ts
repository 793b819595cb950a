import { PROBLEMS, type ProblemCode, type ProblemDocument } from '@/lib/shared/problems';

type ProblemDetails = {
  /** Messages by field name, each a sentence. */
  fields?: Record<string, string[]>;
  /** Whole seconds until it is worth trying again. */
  retryAfterSeconds?: number;
  /** Public words that replace the table's `detail` where they help more. */
  detail?: string;
  /** What happened, for the log only. */
  cause?: unknown;
  /** What the record is to say of it; never part of an answer. */
  onRecord?: OnRecord;
};

/** About whom somebody was refused, or about which role or rule. */
type RefusedOn = { subjectId?: string; data?: Record<string, string> };

/** What was closed and for whom, or what a refusal was about. */
export type OnRecord = { lockout: { name: string; subject: string } } | RefusedOn;

/** A refusal with a row in the table of problems. The only error whose words reach a caller. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly fields: Record<string, string[]> | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly detail: string;
  readonly onRecord: OnRecord | undefined;

  constructor(code: ProblemCode, details: ProblemDetails = {}) {
    super(code, { cause: details.cause });
    this.name = 'Problem';
    this.code = code;
    this.fields = details.fields;
    this.retryAfterSeconds = details.retryAfterSeconds;
    this.detail = details.detail ?? PROBLEMS[code].detail;
    this.onRecord = details.onRecord;
  }

  get status(): number {
    return PROBLEMS[this.code].status;
  }
}

/** The document of a problem; `type` is the address of its explanation on this site. */
export function problemDocument(problem: Problem, requestId: string, appUrl: string): ProblemDocument {
  const { title, status } = PROBLEMS[problem.code];
  return {
    type: `${appUrl}/docs/problems/${problem.code}`,
    title,
    status,
    detail: problem.detail,
    code: problem.code,
    request_id: requestId,
    ...(problem.fields && { fields: problem.fields }),
    ...(problem.retryAfterSeconds !== undefined && { retry_after_seconds: problem.retryAfterSeconds }),
  };
}

const OUTAGES: readonly unknown[] = [
  'DATABASE_OUTAGE', // lib/infra/database-outage.ts
  'P2028', // Prisma: a transaction could not begin or end in time
];

/** Whether this is because something that we stand on is not there. */
export function isOutage(error: unknown): boolean {
  return error instanceof Error && OUTAGES.includes((error as Error & { code?: unknown }).code);
}

/** Pages, routes and instrumentation are bundled apart: what one of them threw is another's `Problem` by its name alone. */
function isProblem(error: unknown): error is Problem {
  return (
    error instanceof Error && error.name === 'Problem' && 'code' in error && Object.hasOwn(PROBLEMS, String(error.code))
  );
}

/** Turns whatever was thrown into a {@link Problem}: an outage is 503, everything unforeseen is 500. */
export function toProblem(error: unknown): Problem {
  if (isProblem(error)) return error;
  return new Problem(isOutage(error) ? 'service_unavailable' : 'internal', { cause: error });
}
