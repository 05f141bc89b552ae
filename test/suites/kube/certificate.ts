import { generate } from 'selfsigned';

export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** A certificate for one address that is its own authority. */
export async function certificateFor(ip: string): Promise<Certificate> {
  const made = await generate([{ name: 'commonName', value: ip }], {
    keyType: 'ec',
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip }] }],
  });
  return { cert: made.cert, key: made.private };
}
