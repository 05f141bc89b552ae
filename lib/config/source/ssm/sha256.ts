import type { Hash, Hmac } from 'node:crypto';

type Bytes = string | ArrayBuffer | ArrayBufferView;

/** SHA-256, keyed where there is a secret, as the SDK's signer takes it, by Node's own `crypto`. */
export class Sha256 {
  readonly #secret: Bytes | undefined;
  #hash: Hash | Hmac;

  constructor(secret?: Bytes) {
    this.#secret = secret;
    this.#hash = create(secret);
  }

  update(data: Bytes): void {
    this.#hash.update(viewOf(data));
  }

  /** Ends the calculation. */
  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }

  reset(): void {
    this.#hash = create(this.#secret);
  }
}

/** By `getBuiltinModule`, for an `import` reads all exports of `node:crypto`, and some load modules of their own. */
function create(secret: Bytes | undefined): Hash | Hmac {
  const { createHash, createHmac } = process.getBuiltinModule('node:crypto');
  return secret === undefined ? createHash('sha256') : createHmac('sha256', viewOf(secret));
}

function viewOf(data: Bytes): string | NodeJS.ArrayBufferView {
  return data instanceof ArrayBuffer ? new Uint8Array(data) : typeof data === 'string' ? data : viewOnto(data);
}

function viewOnto({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
