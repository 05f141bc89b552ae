/** What `init` can begin with: a template, its values, and what the fixture expects of it. */
export interface StarterSidecar {
  readonly template: string;
  readonly values: string;
  /** Name of the container, for the fixture; undefined where there is none yet. */
  readonly container: string | undefined;
}

const native = `  {{- if .NativeSidecars }}
  initContainers:
  {{- else }}
  containers:
  {{- end }}
`;
const restarts = `    {{- if .NativeSidecars }}
    restartPolicy: Always
    {{- end }}
`;
const tail = `    resources:
      {{- toYaml .Values.resources | nindent 6 }}
    securityContext:
      allowPrivilegeEscalation: false
      readOnlyRootFilesystem: true
      runAsNonRoot: true
      runAsUser: 10001
      capabilities: {drop: [ALL]}
`;
const resources = `resources:
  requests: {cpu: 20m, memory: 64Mi}
  limits: {memory: 128Mi}
`;

const otel: StarterSidecar = {
  container: 'otel-collector',
  template: `{{- /* An OpenTelemetry collector: it takes OTLP on localhost and sends it on. */ -}}
spec:
${native}  - name: otel-collector
    image: {{ .Values.image | quote }}
${restarts}    args: ["--config=env:COLLECTOR_CONFIG"]
    env:
    - name: COLLECTOR_CONFIG
      value: |
        receivers: {otlp: {protocols: {grpc: {endpoint: "127.0.0.1:4317"}, http: {endpoint: "127.0.0.1:4318"}}}}
        processors: {batch: {}}
        exporters: {otlphttp: {endpoint: {{ .Values.endpoint | quote }}}}
        service:
          pipelines:
            traces: {receivers: [otlp], processors: [batch], exporters: [otlphttp]}
${tail}`,
  values: `# .Values in the template; no secrets.
image: public.ecr.aws/aws-observability/aws-otel-collector:v0.43.3
endpoint: https://otlp.example.com:4318
${resources}`,
};

const fluentBit: StarterSidecar = {
  container: 'fluent-bit',
  template: `{{- /* Fluent Bit: it reads the files that the app writes below /var/log/app, and sends them on. */ -}}
spec:
${native}  - name: fluent-bit
    image: {{ .Values.image | quote }}
${restarts}    args: ["-i", "tail", "-p", "path=/var/log/app/*.log", "-o", "forward", "-p", {{ printf "host=%s" .Values.host | quote }}]
${tail}    volumeMounts:
    - name: app-logs
      mountPath: /var/log/app
  volumes:
  - name: app-logs
    emptyDir: {}
`,
  values: `# .Values in the template; no secrets.
image: public.ecr.aws/aws-observability/aws-for-fluent-bit:2.32.2
host: logs.example.com
${resources}`,
};

const envoy: StarterSidecar = {
  container: 'envoy',
  template: `{{- /* Envoy: it listens on localhost and passes requests to one upstream. */ -}}
spec:
${native}  - name: envoy
    image: {{ .Values.image | quote }}
${restarts}    args: ["--config-yaml", {{ toJson .Values.bootstrap | quote }}]
${tail}`,
  values: `# .Values in the template; no secrets.
image: public.ecr.aws/appmesh/aws-appmesh-envoy:v1.29.6.0-prod
bootstrap:
  admin: {address: {socket_address: {address: 127.0.0.1, port_value: 9901}}}
${resources}`,
};

const empty: StarterSidecar = {
  container: 'sidecar',
  template: `{{- /* What is to be merged into pods, as the fields of a Pod. */ -}}
spec:
  containers:
  - name: sidecar
    image: {{ .Values.image | quote }}
`,
  values: '# .Values in the template; no secrets.\nimage: registry.example.com/sidecar:1\n',
};

/** By the names that `--sidecar` takes. */
export const starterSidecars: Readonly<Record<string, StarterSidecar>> = {
  otel,
  'fluent-bit': fluentBit,
  envoy,
  empty,
};
