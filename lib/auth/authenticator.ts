/**
 * Whether a request may be answered. `denied` is the same for a missing, wrong, revoked or misdirected token, and
 * `unavailable` says that tokens cannot be had now.
 */
export type Authentication = 'granted' | 'denied' | 'unavailable';

/** What an address presents. */
export interface Credentials {
  /** The segment after `t`; null where there is none. */
  readonly token: string | null;
  /** The cluster that the address names, `default` where it names none. */
  readonly cluster: string;
}

/** Checks tokens. Nothing is read or cached for a cluster before it grants. */
export interface Authenticator {
  /** `deadline` is in milliseconds since 1970. Never rejects for what a source did: that is `unavailable`. */
  authenticate(credentials: Credentials, call: { readonly deadline: number }): Promise<Authentication>;
}

/** For deployments that say by name (`AUTH=none`) that anyone may ask: grants everything, tokens or not. */
export const openAuthenticator: Authenticator = {
  authenticate: async () => 'granted',
};
