/**
 * Every regular expression that ships takes linear time: none can split a run of characters two ways, and none looks
 * anew from each character of a run (`/x+$/`). An analysis of the expressions themselves says so, not a clock.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'acorn';
import { full } from 'acorn-walk';
import { transformSync } from 'esbuild';
import { analyse } from 'scslre';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');

/** Files whose expressions see no text of a pod, a request or a parameter, or only a short one. */
const allowed: Readonly<Record<string, string>> = {
  'lib/cli/manifest/webhook-configuration.ts': 'an address on a command line',
  'lib/config/source/ssm/aws-json.ts': "the name of an error in Parameter Store's answer",
  'lib/template/sprig/regex/regex-engine.ts': "a template's pattern, which re2js then compiles in more time than that",
};

interface Expression {
  readonly pattern: string;
  readonly flags: string;
}

function expressionsIn(source: string): readonly Expression[] {
  const found: Expression[] = [];
  const { code } = transformSync(source, { loader: 'ts', target: 'esnext' });
  full(parse(code, { ecmaVersion: 'latest', sourceType: 'module' }), (node) => {
    if (node.type === 'Literal' && 'regex' in node) {
      found.push(node.regex as Expression);
    }
  });
  return found;
}

function sourcesIn(folder: string): readonly string[] {
  const paths = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  return paths.filter((path) => path.endsWith('.ts')).map((path) => `${folder}/${path}`);
}

function isSlow({ pattern, flags }: Expression): boolean {
  return analyse({ source: pattern, flags }).reports.length > 0;
}

describe('regular expressions', () => {
  it('are told from slow ones', () => {
    const known = ['/^(a*)(a*)$/', '/a+$/', '/^a*b$/', '/^a+/'].map((text) => expressionsIn(text)[0]);
    expect(known.map((one) => one !== undefined && isSlow(one))).toEqual([true, true, false, false]);
  });

  it('take linear time in all that ships', () => {
    const files = ['lib', 'functions'].flatMap(sourcesIn);
    const expressions = files.flatMap((file) =>
      expressionsIn(readFileSync(join(root, file), 'utf8')).map((one) => ({ file, ...one })),
    );
    expect(expressions.length).toBeGreaterThan(200);
    const slow = expressions.filter(isSlow).filter(({ file }) => !(file in allowed));
    expect(slow.map(({ file, pattern }) => `${file}: /${pattern}/`)).toEqual([]);
  });
});
