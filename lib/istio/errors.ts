import { CodedError } from '../base/coded-error.ts';
/**
 * - `mesh-invalid`: the `mesh` parameter is no usable MeshConfig.
 * - `proxyconfig-invalid`: a document of `proxyconfigs` is no usable ProxyConfig resource.
 * - `configmap-invalid`: an input of `import istio` is not the ConfigMap that it should be.
 * - `version-unsupported`: it is of an Istio that is too old.
 * - `version-unknown`: the version of Istio matters, and nothing tells it.
 */
export type IstioErrorCode =
  | 'mesh-invalid'
  | 'proxyconfig-invalid'
  | 'configmap-invalid'
  | 'version-unsupported'
  | 'version-unknown';

/** Istio configuration that cannot be used: the operator's fault. */
export class IstioError extends CodedError<IstioErrorCode> {
  override readonly name = 'IstioError';
}
