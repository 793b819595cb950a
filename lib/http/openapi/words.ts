import { minutesInWords } from '@/lib/core/time';
import { LIMITS, type LockoutName } from '@/lib/domain/limit-table';
import type { Access, UseCase } from '@/lib/domain/use-case';
import { PERMISSIONS } from '@/lib/shared/authorization';
import type { Listed } from '../catalogue';
import { cookiesLeft } from './cookies';

function whoMayCall(access: Access): string {
  if (access === 'anyone') return 'Anyone may call this.';
  if (access === 'signed-in') return 'For whoever is signed in, whether or not their account is activated.';
  if (access === 'activated') return 'For whoever is signed in to an activated account.';
  const { permission, isAboutOne } = access;
  const held = `For holders of the permission \`${permission}\` (${PERMISSIONS[permission].label.toLowerCase()})`;
  return isAboutOne ? `${held}, and whom a rule lets: the rules are asked about this very one.` : `${held}.`;
}

function limitInWords(name: LockoutName): string {
  const { counts, subject, points, windowSeconds, refusal } = LIMITS[name];
  return `- ${counts}: ${points} in ${minutesInWords(windowSeconds)}, for each ${subject}; then \`${refusal}\``;
}

function limitsInWords({ limits }: UseCase): string[] {
  if (limits.length === 0) return [];
  return [`What is counted, besides requests:\n\n${limits.map(limitInWords).join('\n')}`];
}

const CAPTCHA = 'Where the site has a captcha, its answer goes into `g-recaptcha-response`; each is good for one try.';

/** What the reference says of an operation besides its summary: paragraphs of Markdown. */
export function descriptionOf(row: Listed): string {
  const { access, isCaptchaWanted } = row.useCase;
  const cookies = cookiesLeft(row);
  const paragraphs = [
    whoMayCall(access),
    ...(cookies ? [cookies.words] : []),
    ...(isCaptchaWanted ? [CAPTCHA] : []),
    ...limitsInWords(row.useCase),
  ];
  return paragraphs.join('\n\n');
}
