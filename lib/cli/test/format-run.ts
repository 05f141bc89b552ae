import { createColors } from 'picocolors';
import { formatJson } from '../output/format-json.ts';
import { plural } from '../output/plural.ts';
import type { CaseResult, TestRun } from './run-cases.ts';

/** How many cases passed and failed. */
export function countCases(results: readonly CaseResult[]): { readonly passed: number; readonly failed: number } {
  const failed = results.filter(({ failures }) => failures.length > 0).length;
  return { passed: results.length - failed, failed };
}

/** For people: a line a case, and what came instead of what was expected. */
export function formatRun({ results }: TestRun, color: boolean): string {
  const paint = createColors(color);
  const lines = results.map(({ fixture, each, failures }) => {
    const mark = failures.length === 0 ? paint.green('pass') : paint.red('FAIL');
    const details = failures.map(({ expectation, message }) => indent(`${expectation}: ${message}`));
    return `${mark} ${fixture.name}: ${each.name}\n${details.join('')}`;
  });
  const { passed, failed } = countCases(results);
  return `${lines.join('')}${plural(passed, 'case')} passed, ${failed} failed\n`;
}

function indent(text: string): string {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => `     ${line}`.trimEnd())
    .join('\n')
    .concat('\n');
}

/** What no case reached. */
export function formatCoverage({ coverage }: TestRun): string {
  const { total, unreached } = coverage.result();
  const lines = unreached.map(({ what }) => `not reached: ${what}\n`);
  return `${lines.join('')}${total - unreached.length} of ${total} templates, branches, settings and rules reached\n`;
}

/** The contract: `{"passed", "failed", "cases": […]}`, and `coverage` where it was asked for. */
export function runAsJson(run: TestRun, withCoverage: boolean): string {
  const cases = run.results.map(({ fixture, each, failures }) => {
    return { file: fixture.name, name: each.name, ok: failures.length === 0, failures };
  });
  return formatJson({
    ...countCases(run.results),
    cases,
    ...(withCoverage ? { coverage: run.coverage.result() } : {}),
  });
}

/** JUnit's XML, as CI systems read it: a suite a file. */
export function runAsJunit({ results }: TestRun): string {
  const files = [...new Set(results.map(({ fixture }) => fixture.name))];
  const suites = files.map((file) => {
    const own = results.filter(({ fixture }) => fixture.name === file);
    const { failed } = countCases(own);
    const head = `  <testsuite name="${asXml(file)}" tests="${own.length}" failures="${failed}">\n`;
    return `${head}${own.map(junitCase).join('')}  </testsuite>\n`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.join('')}</testsuites>\n`;
}

function junitCase({ fixture, each, failures }: CaseResult): string {
  const head = `    <testcase classname="${asXml(fixture.name)}" name="${asXml(each.name)}"`;
  const failed = failures.map(
    ({ expectation, message }) => `      <failure message="${asXml(expectation)}">${asXml(message)}</failure>\n`,
  );
  return failed.length === 0 ? `${head}/>\n` : `${head}>\n${failed.join('')}    </testcase>\n`;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** XML takes no control characters but tab and line ends, not even escaped. */
function asXml(text: string): string {
  return text
    .toWellFormed()
    .replace(/[&<>"]/g, (each) => entities[each] ?? each)
    .replace(/[^\t\n\r -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, ' ');
}
