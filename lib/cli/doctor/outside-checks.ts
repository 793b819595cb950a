import { z } from 'zod';
import type { Settings } from '@/lib/core/settings';
import { MailError } from '@/lib/infra/mail/mail-error';
import { getMailTransport } from '@/lib/infra/mail/mail-transport';
import { tracesAddress } from '@/lib/infra/tracing';
import type { Check, Finding } from './check';

export const mailCheck: Check = {
  name: 'mail',
  reads: ['EMAIL_HOST', 'EMAIL_PORT', 'EMAIL_USE_TLS', 'APP_URL'],
  withinSeconds: 5,
  look: async ({ settings }) => {
    const { RESEND_API_KEY, EMAIL_HOST, mode, DEFAULT_FROM_EMAIL: from } = settings;
    if (RESEND_API_KEY !== undefined) return [throughResend(settings)];
    if (EMAIL_HOST !== undefined) return [await throughServer(settings)];
    if (mode !== 'production') return [{ level: 'ok', found: `kept for /dev/mailbox, from ${from}` }];
    return [{ level: 'wrong', found: 'there is no way out for mail', mend: 'EMAIL_HOST or RESEND_API_KEY' }];
  },
};

function throughResend({ DEFAULT_FROM_EMAIL, EMAIL_HOST }: Settings): Finding {
  const found = `through Resend, from ${DEFAULT_FROM_EMAIL}`;
  if (EMAIL_HOST === undefined) return { level: 'ok', found };
  return { level: 'warning', found: `${found}; EMAIL_HOST is not used`, mend: 'unset one of the two' };
}

async function throughServer(settings: Settings): Promise<Finding> {
  const { EMAIL_HOST, EMAIL_PORT, EMAIL_USE_TLS, EMAIL_HOST_USER, DEFAULT_FROM_EMAIL } = settings;
  const manner = `${EMAIL_USE_TLS ? 'with' : 'without'} TLS, ${EMAIL_HOST_USER === undefined ? 'not signed in' : 'signed in'}`;
  const place = `SMTP at ${EMAIL_HOST}:${EMAIL_PORT}`;
  try {
    await getMailTransport(settings).verify?.();
    return { level: 'ok', found: `${place}, ${manner}, from ${DEFAULT_FROM_EMAIL}` };
  } catch (error) {
    if (!(error instanceof MailError)) throw error;
    const mend = 'look at EMAIL_HOST, EMAIL_PORT, EMAIL_USE_TLS, EMAIL_HOST_USER and EMAIL_HOST_PASSWORD';
    return { level: 'wrong', found: `${place}, ${manner}: ${error.message}`, mend };
  }
}

const verdict = z.object({ success: z.boolean(), 'error-codes': z.array(z.string()).default([]) });

export const captchaCheck: Check = {
  name: 'captcha',
  reads: ['CAPTCHA', 'RECAPTCHA_VERIFY_URL', 'APP_URL'],
  withinSeconds: 3,
  look: async ({ settings }) => {
    const { isCaptchaOn, CAPTCHA, mode, APP_URL } = settings;
    if (isCaptchaOn) return [await askVerifier(settings)];
    if (mode !== 'production') return [{ level: 'ok', found: CAPTCHA === 'off' ? 'off' : 'off: no keys are set' }];
    const mend = `RECAPTCHA_SITE_KEY and RECAPTCHA_SECRET_KEY of a reCAPTCHA v2 checkbox for ${new URL(APP_URL).hostname}`;
    return [{ level: 'warning', found: 'off: nothing but the limits holds robots back', mend }];
  },
};

/** Shows the verifier our key with an answer that nobody gave: it refuses the answer, or the key. */
async function askVerifier({ RECAPTCHA_VERIFY_URL, RECAPTCHA_SECRET_KEY = '' }: Settings): Promise<Finding> {
  const { host } = new URL(RECAPTCHA_VERIFY_URL);
  const body = new URLSearchParams({ secret: RECAPTCHA_SECRET_KEY, response: 'doctor' });
  const answer = await fetchJson(RECAPTCHA_VERIFY_URL, { method: 'POST', body });
  const { data: judged } = verdict.safeParse(answer);
  if (judged === undefined) {
    const mend = `look at RECAPTCHA_VERIFY_URL, and whether ${host} can be reached from here`;
    return { level: 'wrong', found: `on, but the verifier at ${host} does not answer as one`, mend };
  }
  if (judged['error-codes'].includes('invalid-input-secret')) {
    return { level: 'wrong', found: `on, but ${host} does not know the key`, mend: 'RECAPTCHA_SECRET_KEY' };
  }
  return { level: 'ok', found: `on; ${host} answers and knows the key` };
}

const discovery = z.object({ issuer: z.url() });

export const googleCheck: Check = {
  name: 'google',
  reads: ['GOOGLE_ISSUER', 'APP_URL'],
  withinSeconds: 3,
  look: async ({ settings: { GOOGLE_CLIENT_ID, GOOGLE_ISSUER: issuer, APP_URL } }) => {
    const redirect = `redirect URI to register there: ${APP_URL}/api/auth/callback/google`;
    if (GOOGLE_CLIENT_ID === undefined) return [{ level: 'ok', found: `not configured; ${redirect}` }];
    const document = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
    const { data } = discovery.safeParse(await fetchJson(document));
    if (data && new URL(data.issuer).href === new URL(issuer).href) {
      return [{ level: 'ok', found: `issuer ${issuer}; ${redirect}` }];
    }
    const reason = data === undefined ? 'does not answer as an OpenID provider' : 'calls itself by another name';
    return [{ level: 'wrong', found: `issuer ${issuer} ${reason}`, mend: `GOOGLE_ISSUER; looked at ${document}` }];
  },
};

/** The JSON at `url`; undefined for whatever went wrong. */
async function fetchJson(url: string, request: RequestInit = {}): Promise<unknown> {
  try {
    const answer = await fetch(url, request);
    return answer.ok ? await answer.json() : undefined;
  } catch {
    return undefined;
  }
}

/** Whether anybody may see how it is doing, and whether what is told of each request arrives. */
export const watchingCheck: Check = {
  name: 'watching',
  reads: ['METRICS_TOKEN', 'OTEL_EXPORTER_OTLP_ENDPOINT', 'APP_URL'],
  withinSeconds: 3,
  look: async ({ settings: { METRICS_TOKEN, OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, APP_URL } }) => {
    const metrics = METRICS_TOKEN === undefined ? 'no metrics' : `metrics at ${APP_URL}/api/metrics`;
    if (endpoint === undefined) return [{ level: 'ok', found: `${metrics}, no traces` }];
    const { host } = new URL(endpoint);
    const headers = { 'content-type': 'application/json' };
    const nothing = { method: 'POST', headers, body: JSON.stringify({ resourceSpans: [] }) };
    const answer = await fetchJson(tracesAddress(endpoint), nothing);
    if (answer !== undefined) return [{ level: 'ok', found: `${metrics}, traces to ${host}` }];
    const mend = 'look at OTEL_EXPORTER_OTLP_ENDPOINT: the address of its OTLP receiver over http, often port 4318';
    return [{ level: 'wrong', found: `${metrics}; the collector of traces at ${host} does not answer as one`, mend }];
  },
};
