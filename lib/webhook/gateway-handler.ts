import { openAuthenticator } from '../auth/authenticator.ts';
import { refuse } from './answers.ts';
import { decodeGatewayEvent, type GatewayResult, gatewayResult, type InvocationContext } from './api-gateway.ts';
import { handle } from './handle.ts';
import type { WebhookParts } from './webhook-parts.ts';

/**
 * A Lambda handler behind API Gateway: of a REST API (`APIGatewayProxyEvent`) or an HTTP API
 * (`APIGatewayProxyEventV2`). An event comes from outside, so nothing is taken for granted.
 */
export type GatewayHandler = (event: unknown, context?: InvocationContext) => Promise<GatewayResult>;

/** Makes the handler; what it needs is made once for all invocations. */
export function createGatewayHandler(parts: WebhookParts): GatewayHandler {
  return async (event, context) => {
    const request = decodeGatewayEvent(event, context);
    const response =
      request === null
        ? refuse({ kind: 'bad-body', problem: 'this event is not one of API Gateway (REST API or HTTP API)' })
        : await handle(request, request.isTrial === true ? { ...parts, authenticator: openAuthenticator } : parts);
    return gatewayResult(response);
  };
}
