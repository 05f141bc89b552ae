/** The SDK's rules for endpoints, which it types only for its own use. */
declare module '@aws-sdk/client-ssm/dist-es/endpoint/endpointResolver' {
  interface EndpointParameters {
    readonly Region: string;
    readonly Endpoint?: string;
    readonly UseFIPS: boolean;
    readonly UseDualStack: boolean;
  }

  /** @throws Error where there is no endpoint of that kind. */
  export function defaultEndpointResolver(parameters: EndpointParameters): { readonly url: URL };
}
