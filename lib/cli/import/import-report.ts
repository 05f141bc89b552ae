import { templateFolder } from '../../config/parameter-names.ts';
import { defaultCluster } from '../../config/snapshot.ts';
import type { ImportedParameters } from '../../istio/import/import-config-maps.ts';
import { formatTable } from '../output/format-table.ts';
import { type TemplateTrial, trialPods } from './try-templates.ts';

/** One parameter as it was written. */
export interface WrittenParameter {
  /** `default/values` */
  readonly name: string;
  /** Of the text. */
  readonly bytes: number;
  /** Of the value as Parameter Store holds it. */
  readonly storedBytes: number;
  /** `plain text`, `gzip`, `br`, `b64`; with the tier where it is not the standard one. */
  readonly encoding: string;
}

/** What an import did; its JSON form is the value itself. */
export interface ImportReport {
  readonly version: string;
  readonly seen: string;
  readonly revision: string;
  readonly parameters: readonly WrittenParameter[];
  readonly templates: readonly TemplateTrial[];
  readonly leftOut: ImportedParameters['leftOut'];
  readonly notes: readonly string[];
  /** What is wrong with the result, each with the file and, where it is known, the line. */
  readonly problems: readonly string[];
}

/** Tables for people: version, parameters, templates, what was left out, what is wrong. */
export function formatImportReport(report: ImportReport): string {
  const { version, seen, revision, parameters, templates, leftOut, problems } = report;
  return [
    `Istio ${version} (${seen}), revision ${revision}\n`,
    formatTable([
      ['PARAMETER', 'TEXT', 'STORED'],
      ...parameters.map(({ name, bytes, storedBytes, encoding }) => [
        name,
        `${bytes} B`,
        `${storedBytes} B, ${encoding}`,
      ]),
    ]),
    ...(templates.length === 0 ? [] : [trialTable(templates)]),
    ...(leftOut.length === 0
      ? []
      : [formatTable([['NOT TAKEN OVER', 'WHY'], ...leftOut.map(({ what, why }) => [what, why])])]),
    ...(problems.length === 0 ? [] : [problems.map((problem) => `error: ${problem}\n`).join('')]),
  ].join('\n');
}

function trialTable(trials: readonly TemplateTrial[]): string {
  const pods = [...trialPods.keys()];
  const names = [...new Set(trials.map(({ template }) => template))];
  const rows = names.map((name) => [
    name,
    ...pods.map((pod) => {
      const trial = trials.find(({ template, pod: other }) => template === name && other === pod);
      return trial?.problem === undefined ? 'works' : 'FAILS';
    }),
  ]);
  return formatTable([['TEMPLATE', ...pods.map((pod) => pod.toUpperCase())], ...rows]);
}

/** What is wrong with templates, each once, with its file and the pods on which it showed. */
export function trialProblems(folder: string, trials: readonly TemplateTrial[]): readonly string[] {
  const podsByProblem = new Map<string, { place: string; message: string; pods: string[] }>();
  for (const { template, pod, problem } of trials) {
    if (problem !== undefined) {
      const file = `${folder}/${problem.parameter ?? fileOf(template)}`;
      const place = [file, problem.line, problem.column].filter((part) => part !== undefined);
      const key = `${place.join(':')} ${problem.message}`;
      const known = podsByProblem.get(key) ?? { place: place.join(':'), message: problem.message, pods: [] };
      podsByProblem.set(key, { ...known, pods: [...known.pods, pod] });
    }
  }
  return [...podsByProblem.values()].map(
    ({ place, message, pods }) => `${place}: on a ${pods.join(', a ')}: ${message}`,
  );
}

function fileOf(template: string): string {
  return `${defaultCluster}/${template === 'sidecar' ? 'template' : `${templateFolder}/${template}`}`;
}
