import { type TypeInfo, typeInfo } from '../../../lib/kube/type-info.ts';
import type { Random } from '../../support/generators/random.ts';
import { quantityText } from './yaml-cases.ts';

/** How far a generated Pod may stray from what its types allow. */
export interface PodOptions {
  /** Share of values of a wrong type. */
  readonly wrong: number;
  /** Share of names in another letter case, and of unknown names. */
  readonly odd: number;
}

const words = ['', 'a', 'b-c', 'x/y', 'app', 'true', '1', '<&>', 'é', '\u2028', '😀', 'k8s.io/name', '2', '10'];
const wrongValues = [null, true, 1, 1.5, 'text', [], {}, [1], { a: 1 }, -1, 2 ** 40, ''];
const times = [
  '2024-01-02T03:04:05Z',
  '2024-02-30T00:00:00Z',
  '0001-01-01T00:00:00Z',
  '2024-01-02T03:04:05.678+02:00',
  'now',
  '2024-1-2T3:4:5Z',
  '2024-01-02T24:00:00Z',
];

/** A JSON object that decodes into a Go Pod, or nearly. */
export function podJson(random: Random, options: PodOptions): unknown {
  return sampleOf(random, typeInfo('v1.Pod'), { ...options, depth: 0 });
}

interface Context extends PodOptions {
  readonly depth: number;
}

function sampleOf(random: Random, info: TypeInfo, context: Context): unknown {
  if (random.chance(context.wrong)) {
    return random.pick(wrongValues);
  }
  const deeper = { ...context, depth: context.depth + 1 };
  switch (info.kind) {
    case 'pointer':
      return sampleOf(random, info.elem(), context);
    case 'slice':
      return info.elemName === 'uint8'
        ? random.pick(['', 'aGk=', 'YQ=='])
        : random.list(context.depth > 6 ? 1 : 3, () => sampleOf(random, info.elem(), deeper));
    case 'map':
      return Object.fromEntries(random.list(4, () => [random.pick(words), sampleOf(random, info.elem(), deeper)]));
    case 'custom':
      return customValue(random, info.name);
    case 'scalar':
      return scalarValue(random, info.scalar);
    case 'struct':
      return structValue(random, info, deeper);
  }
}

function structValue(random: Random, info: TypeInfo & { kind: 'struct' }, context: Context): unknown {
  const share = Math.min(0.9, 6 / info.encoded.length) / (context.depth > 4 ? 2 : 1);
  const object: Record<string, unknown> = {};
  for (const field of info.encoded) {
    if (random.chance(share)) {
      const name = random.chance(context.odd)
        ? random.pick([field.json.toUpperCase(), field.go, 'unknown'])
        : field.json;
      object[name] = random.chance(0.05) ? null : sampleOf(random, field.info, context);
    }
  }
  return object;
}

function customValue(random: Random, name: string): unknown {
  switch (name) {
    case 'resource.Quantity':
      return random.pick([quantityText(random), '1', '100m', '1Gi', '0', 1, 0.5, 1024]);
    case 'intstr.IntOrString':
      return random.pick([80, 'http', '50%', 0, '']);
    case 'v1.Time':
      return random.pick(times);
    default:
      return { 'f:metadata': { 'f:labels': {} } };
  }
}

function scalarValue(random: Random, kind: string): unknown {
  switch (kind) {
    case 'string':
      return random.pick(words);
    case 'bool':
      return random.chance(0.5);
    default:
      return random.pick([0, 1, -1, 80, 65535, 2 ** 31 - 1]);
  }
}
