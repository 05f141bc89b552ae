import { lookup } from 'node:dns/promises';
import { connect, type TLSSocket } from 'node:tls';
import { bad, type Finding, good, warning } from './finding.ts';

const connectMs = 10_000;
const dayMs = 86_400_000;
/** A certificate that ends sooner than this is reported, in days. */
const soonDays = 21;

/** Looks at the way to the webhook: its name, and the certificate as an API server would check it. */
export async function checkConnection({ hostname, port }: URL, ca: string | undefined): Promise<readonly Finding[]> {
  const name = await checkName(hostname);
  return name.level === 'bad' ? [name] : [name, await checkCertificate(hostname, Number(port || '443'), ca)];
}

async function checkName(hostname: string): Promise<Finding> {
  try {
    const addresses = await lookup(hostname, { all: true });
    return good('DNS', addresses.map(({ address }) => address).join(', '));
  } catch (cause) {
    return bad(
      'DNS',
      `${hostname}: ${messageOf(cause)}`,
      'is the host of --url the one of the stack’s output WebhookUrl?',
    );
  }
}

async function checkCertificate(hostname: string, port: number, ca: string | undefined): Promise<Finding> {
  try {
    const socket = await open(hostname, port, ca);
    const { valid_to: until } = socket.getPeerCertificate();
    const protocol = socket.getProtocol() ?? '';
    socket.destroy();
    const days = Math.floor((Date.parse(until) - Date.now()) / dayMs);
    const found = `${protocol}, certificate good for ${days} more days`;
    return days < soonDays ? warning('TLS', found, 'renew the certificate') : good('TLS', found);
  } catch (cause) {
    const todo =
      'API servers refuse it, too: give the authority with --ca-file here and in manifest, or mend the certificate; where nothing answers, look at network and resource policy';
    return bad('TLS', messageOf(cause), todo);
  }
}

function open(host: string, port: number, ca: string | undefined): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const socket = connect({
      host,
      port,
      servername: /^[\d.]+$/.test(host) ? '' : host,
      ...(ca === undefined ? {} : { ca }),
    });
    socket.setTimeout(connectMs, () => socket.destroy(new Error(`no answer within ${connectMs} ms`)));
    socket.once('secureConnect', () => resolve(socket));
    socket.once('error', reject);
  });
}

/** What went wrong, in the words of the program that noticed. */
export function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message || ('code' in cause ? String(cause.code) : cause.name) : String(cause);
}
