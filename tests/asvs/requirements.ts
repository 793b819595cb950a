import { authentication } from './chapters/authentication';
import { authorization } from './chapters/authorization';
import { cryptography } from './chapters/cryptography';
import { files } from './chapters/files';
import { logging } from './chapters/logging';
import { otherChapters } from './chapters/other-chapters';
import { sessions } from './chapters/sessions';
import { oauth, selfContainedTokens } from './chapters/tokens';
import { validation } from './chapters/validation';
import { webFrontend } from './chapters/web-frontend';
import type { Chapter } from './requirement';

/** The chapters of OWASP ASVS 5.0.0 that are about what is built here, row by row. */
export const CHAPTERS: readonly Chapter[] = [
  validation,
  webFrontend,
  files,
  authentication,
  sessions,
  authorization,
  selfContainedTokens,
  oauth,
  cryptography,
  logging,
  otherChapters,
];
