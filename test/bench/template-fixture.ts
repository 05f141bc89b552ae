/**
 * A template of the kind that service meshes inject with, written for this benchmark: about 25 KB of nested
 * conditions, defaults, ranges over annotations and ports, printf and variables.
 */
export function benchmarkTemplate(): string {
  return header + Array.from({ length: 10 }, (_, index) => container(index)).join('') + footer;
}

const header = `{{- define "resources" }}
resources:
  requests:
    {{- if index .annotations "proxy/cpu" }}
    cpu: "{{ index .annotations "proxy/cpu" }}"
    {{- else }}
    cpu: "{{ .values.cpu }}"
    {{- end }}
    {{- if index .annotations "proxy/memory" }}
    memory: "{{ index .annotations "proxy/memory" }}"
    {{- else }}
    memory: "{{ .values.memory }}"
    {{- end }}
{{- end }}
{{- $containers := len .spec.containers }}
{{- $native := or (eq .values.native "true") (and .meta.labels.native (not .values.cni)) }}
metadata:
  labels:
    mesh/revision: {{ .revision | html | printf "%q" }}
    {{- range $key, $value := .meta.labels }}
    {{ $key }}: {{ printf "%q" $value }}
    {{- end }}
spec:
  containers:
`;

const footer = `  volumes:
  {{- range $index, $volume := .spec.volumes }}
  - name: {{ $volume.name }}
    {{- if $volume.emptyDir }}
    emptyDir: {}
    {{- else if $volume.path }}
    hostPath: {path: {{ printf "%q" $volume.path }}}
    {{- else }}
    configMap: {name: {{ $volume.name }}-{{ $index }}}
    {{- end }}
  {{- end }}
`;

function container(index: number): string {
  return `  - name: proxy-${index}
    {{- if eq .values.hub .values.image }}
    image: {{ .values.image }}
    {{- else }}
    image: "{{ .values.hub }}/{{ .values.image }}:{{ .values.tag }}"
    {{- end }}
    args:
    - proxy
    - sidecar
    - --domain
    - {{ .meta.namespace }}.svc.{{ .values.domain }}
    - --proxyLogLevel={{ index .annotations "log/level" | or .values.logLevel }}
    - --log_output_level={{ .values.logging.level }}
    {{- if .values.sts.port }}
    - --stsPort={{ .values.sts.port }}
    {{- end }}
    {{- if .values.logging.json }}
    - --log_as_json
    {{- end }}
    {{- if gt $containers ${index} }}
    lifecycle:
      preStop:
        exec: {command: ["agent", "drain", "--index={{ $containers }}"]}
    {{- else if $native }}
    restartPolicy: Always
    {{- end }}
    env:
    - name: POD_${index}
      value: {{ printf "%s-%d" .meta.name $containers | printf "%q" }}
    {{- range $name, $value := .values.env }}
    - name: {{ $name }}
      value: "{{ $value }}"
    {{- end }}
    {{- with .values.tracer }}
    - name: TRACER
      value: "{{ .host }}:{{ .port }}"
    {{- end }}
    - name: APP_PORTS
      value: |-
        [
        {{- $first := true }}
        {{- range $at, $app := .spec.containers }}
          {{- range $position, $port := $app.ports }}
          {{- if and (eq $port.protocol "TCP") (ne $port.name "skip") }}
            {{- if not $first }},{{ end }}{{ $first = false }}
            {"name":"{{ $port.name }}","port":{{ $port.port }},"container":{{ $at }}}
          {{- end }}
          {{- end }}
        {{- end }}
        ]
    {{- if .values.ports }}
    ports:
    - containerPort: 15090
      protocol: TCP
      name: http-envoy-prom
    {{- end }}
    {{- if and (eq .values.probe.enabled "yes") (le ${index} 20) }}
    readinessProbe:
      httpGet:
        path: /healthz/ready
        port: {{ .values.probe.port }}
      initialDelaySeconds: {{ .values.probe.delay }}
      periodSeconds: {{ .values.probe.period }}
      failureThreshold: {{ .values.probe.failures }}
    {{- end }}
    {{- template "resources" . }}
    securityContext:
      allowPrivilegeEscalation: {{ .values.privileged }}
      {{- if eq (index .annotations "mode") "TPROXY" }}
      capabilities: {add: [NET_ADMIN]}
      runAsUser: 1337
      {{- else }}
      capabilities: {drop: [ALL]}
      runAsUser: 0
      {{- end }}
`;
}

/** The data that it is rendered with: a pod of three containers with annotations, and some values. */
export const benchmarkData = {
  revision: 'default',
  meta: { name: 'web-5d', namespace: 'shop', labels: { app: 'web', version: 'v1', tier: 'front' } },
  annotations: { 'proxy/cpu': '100m', 'log/level': 'warning', mode: 'REDIRECT' },
  spec: {
    containers: ['web', 'cache', 'metrics'].map((name, at) => ({
      name,
      ports: [
        { name: `http-${name}`, port: `${8080 + at}`, protocol: 'TCP' },
        { name: 'skip', port: '9999', protocol: 'TCP' },
        { name: 'dns', port: '53', protocol: 'UDP' },
      ],
    })),
    volumes: [{ name: 'tmp', emptyDir: 'yes' }, { name: 'host', path: '/var/log' }, { name: 'config' }],
  },
  values: {
    cpu: '10m',
    memory: '40Mi',
    native: 'false',
    cni: true,
    image: 'proxyv2',
    hub: 'docker.example/mesh',
    tag: '1.29.0',
    domain: 'cluster.local',
    logLevel: 'info',
    logging: { level: 'default:info', json: true },
    sts: { port: 0 },
    env: { A: '1', B: '2', C: 'three' },
    tracer: { host: 'zipkin', port: '9411' },
    ports: true,
    probe: { enabled: 'yes', port: '15021', delay: '1', period: '2', failures: '30' },
    privileged: false,
  },
} as const;
