import type { Behaviour } from '../../contract/behaviour.ts';
import { plainBehaviour } from '../../inject/plain-behaviour.ts';
import { IstioError } from '../../istio/errors.ts';
import type { IstioFacts } from '../../istio/version/changes.ts';
import type { JsonValue } from '../../json/json-value.ts';
import { splitYamlDocuments } from '../../yaml/split-documents.ts';
import type { ConfigProblem } from '../config-problem.ts';
import type { EffectiveParameter } from './effective-parameters.ts';
import { readYaml } from './read-text.ts';
import type { SharedByContent } from './shared-parts.ts';
import { placeAt } from './yaml-place.ts';

/** What a behaviour is made with. */
export interface BehaviourSources {
  readonly facts: IstioFacts;
  readonly problems: ConfigProblem[];
  /** What other clusters made. */
  readonly behaviours: SharedByContent<Behaviour>;
}

/**
 * Istio's behaviour where there is a `mesh` parameter, even an empty one, else the plain one, for which `proxyconfigs`
 * means nothing. What is wrong goes into `problems`.
 */
export async function createBehaviour(
  mesh: EffectiveParameter | undefined,
  proxyConfigs: EffectiveParameter | undefined,
  { facts, problems, behaviours }: BehaviourSources,
): Promise<Behaviour> {
  if (mesh === undefined) {
    return plainBehaviour;
  }
  const known = behaviours.find([mesh.text, proxyConfigs?.text ?? null, facts]);
  if (known.part !== undefined) {
    return known.part;
  }
  const before = problems.length;
  const read = readYaml(mesh);
  const documents = proxyConfigs === undefined ? [] : readDocuments(proxyConfigs, problems);
  if (read.kind === 'broken') {
    problems.push(read.problem);
    return plainBehaviour;
  }
  const { mesh: istio } = await import('../../istio/mesh.ts');
  try {
    const behaviour = istio.createBehaviour({ mesh: read.value, proxyConfigs: documents, facts });
    if (problems.length === before) {
      known.keep(behaviour);
    }
    return behaviour;
  } catch (cause) {
    if (!(cause instanceof IstioError)) {
      throw cause;
    }
    const parameter = cause.code === 'proxyconfig-invalid' ? (proxyConfigs?.name ?? mesh.name) : mesh.name;
    problems.push({ code: 'invalid', parameter, message: cause.message });
    return plainBehaviour;
  }
}

function readDocuments({ name, text, version }: EffectiveParameter, problems: ConfigProblem[]): readonly JsonValue[] {
  const documents: JsonValue[] = [];
  let offset = 0;
  for (const document of splitYamlDocuments(text)) {
    offset = text.indexOf(document, offset);
    const read = readYaml({ name, text: document, version });
    if (read.kind === 'value') {
      documents.push(read.value);
    } else {
      problems.push(moved(read.problem, placeAt(text, offset).line - 1));
    }
    offset += document.length;
  }
  return documents;
}

/** A place in a document, as a place in the text that holds it. */
function moved(problem: ConfigProblem, lines: number): ConfigProblem {
  return problem.line === undefined ? problem : { ...problem, line: problem.line + lines };
}
