import { describe, expect, it } from 'vitest';
import { MailError } from '@/lib/infra/mail/mail-error';
import { renderMail } from '@/lib/infra/mail/render-mail';
import { MAIL_SAMPLES, MAIL_TEMPLATE_NAMES } from './mail-samples';

const LINE_LENGTH = 72;

type Leaf = { path: string; value: unknown };

function leavesOf(value: unknown, path = ''): Leaf[] {
  if (typeof value !== 'object' || value === null) return [{ path, value }];
  return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, path === '' ? key : `${path}.${key}`));
}

/** `props` with the value at `path` replaced. */
function withLeaf(props: object, { path, value }: Leaf): object {
  const [head = '', ...rest] = path.split('.');
  const inner = (props as Record<string, unknown>)[head];
  return { ...props, [head]: rest.length === 0 ? value : withLeaf(inner as object, { path: rest.join('.'), value }) };
}

describe.each(MAIL_TEMPLATE_NAMES)('the mail "%s"', (template) => {
  const [props, otherProps] = MAIL_SAMPLES[template];

  it.each(leavesOf(otherProps))('tells its reader about $path, in HTML and in text', async (leaf) => {
    const [mail, changed] = [await renderMail(template, props), await renderMail(template, withLeaf(props, leaf))];
    expect(changed.html).not.toBe(mail.html);
    expect(changed.text).not.toBe(mail.text);
  });

  it('says who asked, from which address and device, and when in UTC', async () => {
    const { text } = await renderMail(template, props);
    expect(text).toContain('Hello Ada,');
    expect(text).toContain('203.0.113.7');
    expect(text).toContain('Firefox on Linux');
    expect(text).toContain('Saturday 21 November 2026 at 22:19 UTC');
    expect(text).toContain('0192f3c4-5b6a-7c8d-9e0f-a1b2c3d4e5f6');
  });

  it('prints a name with markup as it was typed, and runs none of it', async () => {
    const { html, text } = await renderMail(template, {
      ...props,
      firstName: `<b>O'Neil</b><img src=x onerror=alert(1)>`,
    });
    expect(html).toContain('&lt;b&gt;O&#x27;Neil&lt;/b&gt;&lt;img src=x onerror=alert(1)&gt;');
    expect(html).not.toMatch(/<b>|<img/);
    expect(text).toContain(`Hello <b>O'Neil</b><img src=x onerror=alert(1)>,`);
  });

  it('carries no secret, no name and no line break in its subject, which lock screens show', async () => {
    const { subject } = await renderMail(template, { ...props, firstName: 'Ada\r\nBcc: x@y.example' });
    expect(subject).toMatch(/^[A-Za-z -]+$/);
    expect(subject).not.toContain('Ada');
  });

  it('shows no digit of a code and no link in the preview line, which lock screens show too', async () => {
    const { html } = await renderMail(template, props);
    const preheader = /<div[^>]*display:none[^>]*>([^<]*)/.exec(html)?.[1];
    expect(preheader).toMatch(/\w+/);
    expect(preheader).not.toMatch(/\d{6}|https?:/);
  });

  it('is drawn for light and dark, without pictures, scripts or anything fetched', async () => {
    const { html } = await renderMail(template, props);
    expect(html).toContain('<meta name="color-scheme" content="light dark"/>');
    expect(html).toContain('@media (prefers-color-scheme:dark)');
    expect(html).not.toMatch(/<img|<script|<link|url\(|@import|src=/);
  });

  it('reads as a letter in text: no markup, no line too long but a link', async () => {
    const { text } = await renderMail(template, props);
    expect(text).not.toMatch(/<[a-z]|&[a-z]+;|\n{4}/);
    const long = text.split('\n').filter((line) => line.length > LINE_LENGTH && !line.startsWith('https://'));
    expect(long).toEqual([]);
  });

  it('offers no other way in text than the one that is there: the button is not', async () => {
    expect((await renderMail(template, props)).text).not.toMatch(/^Or /m);
  });

  it('refuses for good what is not its own, and repeats no value of it', async () => {
    const refusal = renderMail(template, { firstName: 'Ada', request: { ip: '203.0.113.7' } });
    await expect(refusal).rejects.toThrow(MailError);
    await expect(refusal).rejects.toMatchObject({ isPermanent: true });
    await expect(refusal).rejects.not.toThrow(/Ada|203\.0/);
  });
});

describe('the activation mail', () => {
  it('has the code on a line of its own and the link on another', async () => {
    const { text } = await renderMail('activation', MAIL_SAMPLES.activation[0]);
    expect(text).toMatch(/^048213$/m);
    expect(text).toMatch(/^https:\/\/gate\.example\/activate\/q7Jm1wJb0y3n0m2k9h8v7c6x5z4a3s2d1f0g9h8j7k6$/m);
    expect(text).toMatch(/hold for 30 minutes, until 22:49 UTC/);
  });

  it('has the code in one piece, so that it is copied whole', async () => {
    const { html } = await renderMail('activation', MAIL_SAMPLES.activation[0]);
    expect(html).toContain('>048213<');
  });
});

describe('renderMail', () => {
  it.each(['no-such-mail', '__proto__', 'constructor', ''])('refuses the template name %j for good', async (name) => {
    await expect(renderMail(name, {})).rejects.toMatchObject({ name: 'MailError', isPermanent: true });
  });
});
