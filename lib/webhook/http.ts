/**
 * With any value, a request is a trial: it is answered and logged as any other, counted in no metric, and is given the age
 * of the configuration.
 */
export const trialHeader = 'x-sidecar-injector-trial';

/** The headers that anything is made of, in lower case. */
export const usedHeaders = ['content-type', trialHeader] as const;

/** An HTTP request as the webhook sees it, whichever way it came in. */
export interface HttpRequest {
  readonly method: string;
  /** The path as it was sent, without the query; percent-encoded. */
  readonly path: string;
  readonly query: ReadonlyMap<string, string>;
  /** Names in lower case. Those of `usedHeaders` at least. */
  readonly headers: ReadonlyMap<string, string>;
  /** As the environment has it: as text, or as bytes of UTF-8. */
  readonly body: string | Uint8Array;
  /** Whether a deployment asks, by AWS's own authentication, what a version would answer. No caller can say so. */
  readonly isTrial?: boolean;
  /** How long the caller's environment lets the request run, in milliseconds; absent where it sets no limit. */
  readonly remainingMs?: number;
  /** By which the lines of other logs are found: API Gateway's access log, and Lambda's own lines. */
  readonly ids?: RequestIds;
}

/** What the request is called by those who passed it on. */
export interface RequestIds {
  /** API Gateway's, `$context.requestId` there. */
  readonly requestId?: string;
  /** Of the invocation: Lambda writes it into its own lines. */
  readonly lambdaRequestId?: string;
}

/** The answer. The body is JSON text, always. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
