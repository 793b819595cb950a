import { createElement, type FunctionComponent, type ReactElement } from 'react';
import type { z } from 'zod';
import { AccountExists } from '@/emails/account-exists';
import { Activation, activationProps } from '@/emails/activation';
import { ConnectionAdded } from '@/emails/connection-added';
import { ConnectionRemoved } from '@/emails/connection-removed';
import { Invitation, invitationProps } from '@/emails/invitation';
import { connectionProps, noticeProps, passwordNoticeProps, type MailFrame } from '@/emails/mail-props';
import { NewDevice, newDeviceProps } from '@/emails/new-device';
import { PasswordChanged } from '@/emails/password-changed';
import { PasswordWasReset } from '@/emails/password-was-reset';
import { ResetPassword, resetPasswordProps } from '@/emails/reset-password';
import { SessionReuse } from '@/emails/session-reuse';

type TemplateRow<Props> = {
  /** What the mail is about, for administrators. */
  label: string;
  /** What the outbox keeps for this mail, so JSON only. The frame (product name, origin) is added when it is rendered. */
  props: z.ZodType<Props>;
  /**
   * Told of the frame alone: a subject is read on lock screens and is a header, so nothing personal, secret or typed
   * by anybody gets in.
   */
  subject: (frame: MailFrame) => string;
  /** The filled-in mail. Throws a ZodError when `props` are not this template's. */
  fill: (props: unknown, frame: MailFrame) => ReactElement;
};

type Words = Pick<TemplateRow<unknown>, 'label' | 'subject'>;

function row<Props extends object>(
  words: Words,
  component: FunctionComponent<Props & MailFrame>,
  props: z.ZodType<Props>,
): TemplateRow<Props> {
  return { ...words, props, fill: (given, frame) => createElement(component, { ...props.parse(given), ...frame }) };
}

/** Every mail that Gatehouse sends. A new one is a file in `emails` and a row here. */
export const MAIL_TEMPLATES = {
  activation: row(
    { label: 'Activation code and link', subject: ({ productName }) => `Activate your ${productName} account` },
    Activation,
    activationProps,
  ),
  'account-exists': row(
    { label: 'The account exists already', subject: ({ productName }) => `You already have a ${productName} account` },
    AccountExists,
    noticeProps,
  ),
  'session-reuse': row(
    {
      label: 'A stolen session was ended',
      subject: ({ productName }) => `We ended one of your ${productName} sessions`,
    },
    SessionReuse,
    noticeProps,
  ),
  'new-device': row(
    { label: 'Sign-in from a new device', subject: ({ productName }) => `New sign-in to your ${productName} account` },
    NewDevice,
    newDeviceProps,
  ),
  'password-changed': row(
    { label: 'The password was changed', subject: ({ productName }) => `Your ${productName} password was changed` },
    PasswordChanged,
    passwordNoticeProps,
  ),
  'reset-password': row(
    { label: 'Link for a new password', subject: ({ productName }) => `Set your ${productName} password` },
    ResetPassword,
    resetPasswordProps,
  ),
  invitation: row(
    { label: 'Invitation', subject: ({ productName }) => `You are invited to ${productName}` },
    Invitation,
    invitationProps,
  ),
  'password-was-reset': row(
    { label: 'The password was reset', subject: ({ productName }) => `Your ${productName} password was set` },
    PasswordWasReset,
    passwordNoticeProps,
  ),
  'connection-added': row(
    {
      label: 'A provider was connected',
      subject: ({ productName }) => `A way to sign in was added to your ${productName} account`,
    },
    ConnectionAdded,
    connectionProps,
  ),
  'connection-removed': row(
    {
      label: 'A provider was disconnected',
      subject: ({ productName }) => `A way to sign in was removed from your ${productName} account`,
    },
    ConnectionRemoved,
    connectionProps,
  ),
};

export type MailTemplate = keyof typeof MAIL_TEMPLATES;

/** What a template is filled in with, by the template's name. */
export type MailProps = { [T in MailTemplate]: z.infer<(typeof MAIL_TEMPLATES)[T]['props']> };

/** Whether a name that was stored, perhaps by another version of this program, is a template of this one. */
export function isMailTemplate(name: string): name is MailTemplate {
  return Object.hasOwn(MAIL_TEMPLATES, name);
}

/** What a mail of this template is about, in words; of another version's template, its name. */
export function mailLabel(template: string): string {
  return isMailTemplate(template) ? MAIL_TEMPLATES[template].label : template;
}
