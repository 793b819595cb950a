import type { ReactElement } from 'react';
import { render, toPlainText } from 'react-email';
import { ZodError } from 'zod';
import type { MailFrame } from '@/emails/mail-props';
import { getEnv } from '@/lib/core/env';
import { PRODUCT_NAME } from '@/lib/shared/product';
import { headerText } from './header-text';
import { MailError } from './mail-error';
import { isMailTemplate, MAIL_TEMPLATES } from './mail-templates';

/** A mail without its envelope. */
export type RenderedMail = { subject: string; html: string; text: string };

/** RFC 5322 §2.1.1 advises 78 at most; a quoted answer needs some of them. Links are never broken. */
const TEXT_LINE_LENGTH = 72;

/**
 * Fills in a template. `props` are checked against the template's schema, because they come out of the outbox, where
 * another version of this program may have put them. Throws a permanent {@link MailError} when the template is unknown
 * or does not understand them.
 */
export async function renderMail(template: string, props: unknown): Promise<RenderedMail> {
  if (!isMailTemplate(template)) throw new MailError('There is no mail template of this name.', true);
  const frame = { productName: PRODUCT_NAME, baseUrl: getEnv().APP_URL };
  const html = await render(filledIn(template, props, frame));
  const text = toPlainText(html, {
    wordwrap: TEXT_LINE_LENGTH,
    selectors: [{ selector: 'h1', options: { uppercase: false } }],
  });
  return { subject: headerText(MAIL_TEMPLATES[template].subject(frame)), html, text: `${text}\n` };
}

function filledIn(template: keyof typeof MAIL_TEMPLATES, props: unknown, frame: MailFrame): ReactElement {
  try {
    return MAIL_TEMPLATES[template].fill(props, frame);
  } catch (error) {
    if (!(error instanceof ZodError)) throw error;
    const fields = error.issues.map((issue) => issue.path.join('.')).join(', ');
    throw new MailError(`The mail template ${template} does not understand what it was given: ${fields}.`, true);
  }
}
