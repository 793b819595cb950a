import { requireCertificate } from './certificate.mjs';
import { wantedPort } from './port.mjs';

/** Beside whatever else development keeps. */
const FOLDER = '.data/https';

/**
 * Makes APP_URL an https address, which is what cookies and links go by, and its certificate.
 *
 * @param {string[]} options of Next
 * @returns {Promise<string[]>} what Next is told besides, so that it does not fetch a program to make one
 */
export async function prepareHttps(options) {
  const given = process.env.APP_URL ?? '';
  const address = given.startsWith('https:') ? given : `https://localhost:${wantedPort(options) || '3000'}`;
  process.env.APP_URL = address;
  const { key, cert } = await requireCertificate(FOLDER, new URL(address).hostname);
  const files = ['--experimental-https-key', key, '--experimental-https-cert', cert, '--experimental-https-ca', cert];
  return ['--experimental-https', ...files];
}
