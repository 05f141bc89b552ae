import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommandLine } from '../../../lib/cli/run-command-line.ts';
import { type Moto, motoMissing, startMoto } from '../../support/start-moto.ts';
import { recordingIo } from '../../unit/cli/run-command.ts';

const missing = motoMissing();
if (missing !== undefined) {
  console.warn(missing);
}

const pod = 'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: app, image: "app:1"}]}\n';

/** A file of the folder, and what somebody makes of it by mistake. */
interface Mistake {
  readonly file: string;
  readonly edit: (text: string) => string;
  /** What `check` finds, as `CODE parameter:line:column`. */
  readonly found: string;
  /** What it says to do. */
  readonly says: RegExp;
}

const template = 'default/template';
const image = '{{ .Values.image | quote }}';
const mistakes: Readonly<Record<string, Mistake>> = {
  'a value that is absent': {
    file: template,
    edit: (text) => text.replace(image, '{{ .Values.logger.image }}'),
    found: 'SI0205 default/template:9:15',
    says: /there is no "logger" there; correct the name or give a default/,
  },
  'a value that is misspelt': {
    file: 'default/values',
    edit: (text) => text.replace('image:', 'imagge:'),
    found: 'SI0215 default/template:9:15',
    says: /there is no "image" there; did you mean "imagge"\?/,
  },
  'a value that is misspelt in a text': {
    file: 'default/values',
    edit: (text) => text.replace('endpoint:', 'endpont:'),
    found: 'SI0215 default/template:19:45',
    says: /there is no "endpoint" there; did you mean "endpont"\?/,
  },
  'a field that is misspelt': {
    file: template,
    edit: (text) => text.replace('image:', 'imagge:'),
    found: 'SI0204 default/template:9:5',
    says: /a Pod has no field "spec.initContainers\[0\].imagge"; did you mean "image"\?/,
  },
  'containers without spec': {
    file: template,
    edit: () => 'containers:\n- name: log\n  image: log:1\n',
    found: 'SI0204 default/template:1:1',
    says: /a Pod has no field "containers"; did you mean "spec.containers"\?/,
  },
  'an empty template': {
    file: template,
    edit: () => '',
    found: 'SI0208 default/template:1:1',
    says: /it renders nothing for any pod/,
  },
  'a field one column off': {
    file: template,
    edit: (text) => text.replace('    resources:', '   resources:'),
    found: 'SI0202 default/template:23:4',
    says: /what it renders is no YAML/,
  },
  'a mount of a volume that nobody defines': {
    file: template,
    edit: (text) => `${text.trimEnd()}\n    volumeMounts:\n    - {name: gone, mountPath: /gone}\n`,
    found: 'SI0209 default/template:32:7',
    says: /mounts the volume "gone", which neither the pod nor a template defines/,
  },
  'a setting that is misspelt': {
    file: 'default/settings',
    edit: (text) => text.replace('nativeSidecars', 'nativeSidecar'),
    found: 'SI0106 default/settings:2:1',
    says: /there is no such setting; did you mean "nativeSidecars"\?/,
  },
  'a label of a pod without quotes': {
    file: 'tests/basic.yaml',
    edit: (text) => text.replace('inject: "false"', 'inject: false'),
    found: '',
    says: /sidecar.istio.io\/inject: false stands without quotes, and the API server takes text only/,
  },
  'a label of a pod that is misspelt': {
    file: 'tests/basic.yaml',
    edit: (text) => text.replace('istio.io/inject:', 'istio.io/injct:'),
    found: 'SI0114 tests/basic.yaml:12:3',
    says: /injct is not one that is read; did you mean sidecar.istio.io\/inject\?/,
  },
};

describe.skipIf(missing !== undefined)('from nothing to a release and back, on moto', { timeout: 120_000 }, () => {
  let moto: Moto;
  let cwd: string;
  beforeAll(async () => {
    moto = await startMoto();
    cwd = mkdtempSync(join(tmpdir(), 'walk-'));
    writeFileSync(join(cwd, 'pod.yaml'), pod);
  });
  afterAll(async () => {
    await moto.close();
    rmSync(cwd, { recursive: true });
  });

  async function run(line: string, input = '') {
    const env = {
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'a',
      AWS_SECRET_ACCESS_KEY: 'b',
      AWS_ENDPOINT_URL: moto.endpoint,
    };
    const { io, said } = recordingIo({ cwd, env, readInput: async () => input });
    const code = await runCommandLine(
      line.split(' ').map((word) => word.replaceAll('_', ' ')),
      io,
    );
    return { code, ...said };
  }

  const edit = (file: string, change: (text: string) => string): void => {
    const path = join(cwd, file);
    writeFileSync(path, change(readFileSync(path, 'utf8')));
  };

  it('begins with a folder that is right', async () => {
    expect(await run('init mine')).toMatchObject({ code: 0 });
    expect(await run('check mine --strict')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/4 parameters in mine are in order/),
    });
    expect(await run('test mine')).toMatchObject({ code: 0, out: expect.stringMatching(/2 cases passed, 0 failed/) });
    expect(await run('explain -f pod.yaml --parameters mine')).toMatchObject({ code: 0 });
  });

  it('writes it, and says that nobody may call yet', async () => {
    expect(await run('check')).toMatchObject({ code: 3, err: expect.stringMatching(/holds no parameters/) });
    const pushed = await run('push mine --yes');
    expect(pushed).toMatchObject({ code: 0, out: expect.stringMatching(/in pods: 1\d pods come out otherwise/) });
    expect(await run('check')).toMatchObject({ code: 1, out: expect.stringMatching(/SI0301 error default\/tokens/) });
    const made = await run('token new --cluster prod');
    expect(made).toMatchObject({ code: 0, out: expect.stringMatching(/^[\w-]{43}\n$/) });
    expect(await run('token verify --cluster prod', made.out.trim())).toMatchObject({ code: 0 });
    expect(await run('check')).toMatchObject({ code: 0, out: expect.stringMatching(/SI0303 warning/) });
    expect(await run('promote --yes --reason first')).toMatchObject({ code: 0 });
    expect(await run('diff mine')).toMatchObject({ code: 0 });
  });

  it.each(Object.entries(mistakes))('is not got past with %s', async (_name, { file, edit: change, found, says }) => {
    cpSync(join(cwd, 'mine'), join(cwd, 'mistaken'), { recursive: true });
    try {
      edit(join('mistaken', file), change);
      const checked = await run('check mistaken --strict -o json');
      const { problems = [] } = checked.code === 1 ? JSON.parse(checked.out) : {};
      const places = problems.map(
        ({ code, parameter, line, column }: Record<string, unknown>) => `${code} ${parameter}:${line}:${column}`,
      );
      expect([checked.code, places]).toEqual(found === '' ? [3, []] : [1, expect.arrayContaining([found])]);
      const told = problems.map(({ message }: { message: string }) => message).join('\n') + checked.err;
      expect(told).toMatch(says);
      const written = await run('push mistaken --yes');
      expect(written.err).not.toMatch(/version \d+/);
      expect(await run('diff mine')).toMatchObject({ code: 0 });
    } finally {
      rmSync(join(cwd, 'mistaken'), { recursive: true });
    }
  });

  it('shows a change in pods before it is written, and pins what was shown', async () => {
    cpSync(join(cwd, 'mine'), join(cwd, 'newer'), { recursive: true });
    edit('newer/default/values', (text) => text.replace(/v0\.\d+\.\d+/, 'v9.9.9'));
    expect(await run('diff newer')).toMatchObject({ code: 1, out: expect.stringMatching(/^\+image: .*v9\.9\.9$/m) });
    const replayed = await run('replay -f pod.yaml --before ssm:/sidecar-injector --after newer --fail-on changed');
    expect(replayed).toMatchObject({ code: 1, out: expect.stringMatching(/^\+ .*v9\.9\.9$/m) });
    expect(await run('push newer --yes --reason OPS-17')).toMatchObject({
      code: 0,
      err: expect.stringMatching(/default\/release pins earlier versions/),
    });
    expect(await run('check')).toMatchObject({ code: 0, out: expect.stringMatching(/SI0304 warning default\/values/) });
    const promoted = await run('promote --yes --tests newer --reason OPS-17');
    expect(promoted).toMatchObject({ code: 0, out: expect.stringMatching(/^\+ .*v9\.9\.9$/m) });
    expect(await run('history --limit 1')).toMatchObject({
      out: expect.stringMatching(/version 2[\s\S]*reason: OPS-17/),
    });
    expect(await run('replay -f pod.yaml --before ssm:/sidecar-injector --after newer')).toMatchObject({
      out: expect.stringMatching(/nothing changes in pods/),
    });
  });

  it('goes back, says so when it goes forward again, and back by number', async () => {
    expect(await run('rollback --yes --reason OPS-18')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^- .*v9\.9\.9$/m),
    });
    expect(await run('promote --yes')).toMatchObject({
      code: 0,
      err: expect.stringMatching(/default\/values version 2 was in force with release 2, and release 3 took it back/),
    });
    expect(await run('rollback --release 1 --yes')).toMatchObject({ code: 0 });
    expect(await run('rollback --release 99 --yes')).toMatchObject({ code: 3 });
    expect(await run('replay -f pod.yaml --before 1 --after ssm:/sidecar-injector')).toMatchObject({
      out: expect.stringMatching(/nothing changes in pods/),
    });
  });

  it('switches off and on, whatever is pinned', async () => {
    expect(await run('off --reason the_mesh_fails --yes')).toMatchObject({ code: 0 });
    expect(await run('check')).toMatchObject({ out: expect.stringMatching(/SI0309 warning[\s\S]*the mesh fails/) });
    expect(await run('off --cluster prodd --reason x --yes')).toMatchObject({ code: 2 });
    expect(await run('on --yes')).toMatchObject({ code: 0 });
    expect((await run('check')).out).not.toContain('SI0309');
    expect(await run('history switch')).toMatchObject({ out: expect.stringMatching(/off: the mesh fails/) });
  });

  it('removes what the folder lacks, but not what a release needs', async () => {
    cpSync(join(cwd, 'mine'), join(cwd, 'more'), { recursive: true });
    cpSync(join(cwd, 'mine/default/policy'), join(cwd, 'more/prod/policy'));
    expect(await run('push more --yes')).toMatchObject({ code: 0 });
    expect(await run('check ssm:/sidecar-injector --against mine')).toMatchObject({
      out: expect.stringMatching(/SI0307 warning prod\/policy/),
    });
    expect(await run('push mine --prune --yes')).toMatchObject({
      code: 0,
      err: expect.stringMatching(/prod\/policy: deleted/),
    });
    expect(await run('push more --yes')).toMatchObject({ code: 0 });
    expect(await run('promote --yes')).toMatchObject({ code: 0 });
    expect(await run('push mine --prune --yes')).toMatchObject({
      code: 3,
      err: expect.stringMatching(/default\/release version \d+ pins it[\s\S]*promote --without prod\/policy/),
    });
  });

  it('revokes the token', async () => {
    const { out } = await run('token list -o json');
    const [{ digest }] = JSON.parse(out).tokens;
    expect(await run(`token revoke ${digest.slice(0, 12)} --yes`)).toMatchObject({ code: 0 });
    expect(await run('check')).toMatchObject({
      code: 1,
      out: expect.stringMatching(/SI0301 error default\/tokens/),
    });
  });
});
