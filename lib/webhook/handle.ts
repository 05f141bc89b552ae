import type { Authenticator } from '../auth/authenticator.ts';
import type { SnapshotProvider } from '../config/snapshot-provider.ts';
import type { HttpRequest, HttpResponse } from './http.ts';

/** What the webhook is given at start. */
export interface WebhookParts {
  readonly provider: SnapshotProvider;
  readonly authenticator: Authenticator;
  /** Writes one line of JSON (without its end). */
  readonly log: (line: string) => void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** From 0 up to 1. */
  readonly random: () => number;
}

/** Answers one request. Never rejects: faults are logged and answered by the table of answers. */
export type Handle = (request: HttpRequest, parts: WebhookParts) => Promise<HttpResponse>;
