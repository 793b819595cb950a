// The certificate of `npm run dev:https`: made here, for this machine, signed by itself. Nothing is downloaded, and
// nothing is told to trust it: a browser asks once.
import { X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';

const DAY_MS = 24 * 60 * 60 * 1000;
/** What browsers accept at most of a server's certificate (CA/Browser Forum, Ballot SC31). */
const DAYS = 397;
/** A certificate that ends sooner is made anew. */
const DAYS_LEFT = 7;
const OWN_NAMES = ['localhost', '127.0.0.1', '::1'];

/**
 * @param {string} path of a certificate
 * @param {string} name of the host that it is wanted for
 */
function isGood(path, name) {
  if (!existsSync(path)) return false;
  const certificate = new X509Certificate(readFileSync(path));
  const isFor = isIP(name) ? certificate.checkIP(name) : certificate.checkHost(name);
  return isFor !== undefined && Date.parse(certificate.validTo) - Date.now() > DAYS_LEFT * DAY_MS;
}

/**
 * The files of a key and a certificate for this machine's own names and `host`: those that are there, or new ones.
 *
 * @param {string} folder where they lie
 * @param {string} host
 * @returns {Promise<{ key: string, cert: string }>} paths, of PEM files
 */
export async function requireCertificate(folder, host) {
  const paths = { key: join(folder, 'key.pem'), cert: join(folder, 'cert.pem') };
  const name = host.replace(/^\[|\]$/g, '');
  if (existsSync(paths.key) && isGood(paths.cert, name)) return paths;
  // Loaded only here: it is a package of development.
  const { generate } = await import('selfsigned');
  const names = [...new Set([...OWN_NAMES, name])];
  const altNames = names.map((value) => (isIP(value) ? { type: 7, ip: value } : { type: 2, value }));
  const made = await generate([{ name: 'commonName', value: name }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    notAfterDate: new Date(Date.now() + DAYS * DAY_MS),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames },
    ],
  });
  mkdirSync(folder, { recursive: true });
  writeFileSync(paths.key, made.private, { mode: 0o600 });
  writeFileSync(paths.cert, made.cert);
  return paths;
}
