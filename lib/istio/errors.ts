/**
 * - `mesh-invalid`: the `mesh` parameter is no usable MeshConfig.
 * - `proxyconfig-invalid`: a document of `proxyconfigs` is no usable ProxyConfig resource.
 * - `configmap-invalid`: an input of `import istio` is not the ConfigMap that it should be.
 */
export type IstioErrorCode = 'mesh-invalid' | 'proxyconfig-invalid' | 'configmap-invalid';

/** Istio configuration that cannot be used: the operator's fault. */
export class IstioError extends Error {
  override readonly name = 'IstioError';
  readonly code: IstioErrorCode;

  constructor(code: IstioErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/**
 * A stage found that the pod's own annotation cannot be used, which shows only on the merged pod: the pod is refused,
 * as by `Behaviour.validate`.
 */
export class RefusedAnnotationError extends Error {
  override readonly name = 'RefusedAnnotationError';
  readonly code = 'annotation-refused';
  readonly annotation: string;
  readonly value: string;

  constructor(annotation: string, value: string, message: string) {
    super(message);
    this.annotation = annotation;
    this.value = value;
  }
}
