import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bytesToGoString } from '../../../lib/go/bytes.ts';
import { goValueFromJson } from '../../../lib/go/from-json.ts';
import { TemplateError } from '../../../lib/template/errors.ts';
import { sprigFunctions } from '../../../lib/template/sprig/sprig.ts';
import { compileTemplate } from '../../../lib/template/template.ts';
import { fuzzCases, fuzzSeed, type Oracle, oracleMissing, startOracle } from './launch.ts';
import { type TemplateCase, templateCases } from './template-cases.ts';

/** What has no repeatable result, needs the clock, may build a value that contains itself, or grows without bound. */
const unrepeatable =
  /^(now|ago|date|dateInZone|date_in_zone|dateModify|date_modify|htmlDate|htmlDateInZone|must(Date|_date).*|duration.*|toDate|mustToDate|unixEpoch|rand.*|shuffle|uuidv4|bcrypt|htpasswd|gen.*|derivePassword|buildCustomCert|.*AES|env|expandenv|getHostByName|keys|values|set|merge.*|mustMerge.*|must(?:Deep)?Copy|repeat|until.*|seq|indent|nindent|wrap.*|mul.*|fail|pick|omit|hello)$/;

const reason = oracleMissing();

describe.skipIf(reason !== undefined)(
  `templates against Go's text/template${reason === undefined ? '' : ` (${reason})`}`,
  () => {
    let oracle: Oracle;
    beforeAll(async () => {
      oracle = await startOracle('template');
    });
    afterAll(() => oracle?.close());

    it('gives the same output or the same error for generated templates', async () => {
      const seed = fuzzSeed();
      const numRuns = fuzzCases(20_000);
      const names = [...sprigFunctions.keys()].filter((name) => !unrepeatable.test(name));
      console.log(
        `seed ${seed}, ${numRuns} cases, ${names.length} functions of sprig (FUZZ_SEED and FUZZ_CASES set them)`,
      );
      const same = fc.asyncProperty(templateCases(names), async (template) => {
        expect(render(template)).toEqual(outcome(await oracle.ask(template)));
      });
      await fc.assert(same, { seed, numRuns, endOnFailure: process.env.FUZZ_SHRINK === '0' });
    });

    it.each(fixedBugs())('once differed: %s', async (_, template) => {
      expect(render(template)).toEqual(outcome(await oracle.ask(template)));
    });
  },
);

function render({ templates, data, numbers, funcs, option }: TemplateCase): { output?: string; error?: string } {
  try {
    const functions = funcs === 'sprig' ? sprigFunctions : new Map();
    const missingKey = option === 'missingkey=error' ? 'error' : option === 'missingkey=zero' ? 'zero' : 'default';
    const template = compileTemplate({ name: 'main', text: templates.main, functions, missingKey });
    return { output: template.render(goValueFromJson(JSON.parse(JSON.stringify(data)), numbers)) };
  } catch (error) {
    // The oracle's errors come as JSON text, in which bytes that are not UTF-8 are U+FFFD.
    return {
      error: error instanceof TemplateError ? error.message.replace(/\p{Surrogate}/gu, '\ufffd') : String(error),
    };
  }
}

function outcome(answer: unknown): { output?: string; error?: string } {
  const { output, base64, error } = answer as { output: string; base64?: string; error?: string };
  if (error !== undefined) {
    return { error };
  }
  return { output: base64 === undefined ? output : bytesToGoString(Buffer.from(base64, 'base64')) };
}

/** Every difference that was ever found. */
function fixedBugs(): [string, TemplateCase][] {
  const rows: [string, string, unknown?, Partial<TemplateCase>?][] = [
    ['null through html', '{{ html nil }}'],
    ['%w of a list', '{{ printf "%w" .l }}', { l: ['a', 1] }],
    ['a complex constant of one digit each', '{{ print 1+2i -1-2i }}'],
    ['the values of a failed comparison are printed under %s', '{{ ne .l .l }}', { l: [1] }],
    ['the line of fields after a constant', '{{ 1 |\nprint `x`.y\n-}}'],
    ['the line of fields after a constant that white space follows', '{{ 1 |\nprint `x`.y\n . }}'],
  ];
  return rows.map(([name, main, data = null, more]) => [
    name,
    { templates: { main }, data, numbers: 'float64', funcs: 'std', option: '', ...more },
  ]);
}
