import { isIP } from 'node:net';
import { generate } from 'selfsigned';

/** A certificate and its key, PEM. It is its own authority. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** SubjectAltName entry types of RFC 5280. */
const dnsName = 2;
const ipAddress = 7;
const dayMs = 24 * 60 * 60 * 1000;

/** Makes a throw-away certificate for this machine, or for another host; good for a day, kept nowhere. */
export async function createCertificate(hosts: readonly string[] = ['localhost', '127.0.0.1']): Promise<Certificate> {
  const altNames = hosts.map((host) =>
    isIP(host) === 0 ? ({ type: dnsName, value: host } as const) : ({ type: ipAddress, ip: host } as const),
  );
  const made = await generate([{ name: 'commonName', value: hosts[0] ?? 'localhost' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notAfterDate: new Date(Date.now() + dayMs),
    extensions: [{ name: 'subjectAltName', altNames }],
  });
  return { cert: made.cert, key: made.private };
}
