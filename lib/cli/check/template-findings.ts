import type { Snapshot } from '../../config/snapshot.ts';
import type { ParameterReading } from '../../config/source/source.ts';
import { templatesAnnotation } from '../../inject/render/select-templates.ts';
import { withMetadata } from '../../kube/pod/metadata.ts';
import { type BuiltInPod, builtInPods } from '../trial/built-in-pods.ts';
import { askedFor, decideAbout, tryPod } from '../trial/try-pod.ts';
import { type Lookup, sampleTexts } from '../trial/watch-lookups.ts';
import { type Rendering, type WatchedTemplates, watchTemplates } from '../trial/watched-templates.ts';
import { type Finding, finding } from './finding.ts';
import { isEmptyRendering } from './rendered-findings.ts';
import { trialFindings } from './trial-findings.ts';

/** The templates of one cluster, and what was seen of them so far. */
interface Trying {
  readonly snapshot: Snapshot;
  readonly watched: WatchedTemplates;
  /** Labels and annotations that templates looked at, by kind and key. */
  readonly lookups: Map<string, Lookup>;
  /** Templates that gave something to merge. */
  readonly giving: Set<string>;
}

interface TryOptions {
  readonly refusals: boolean;
  readonly settings?: Partial<Snapshot['settings']>;
}

/**
 * Tries a cluster's templates: on the built-in pods and on `more` as they are, with the other kind of sidecars, each
 * template that pods can ask for, and with and without the labels and annotations that the templates look at.
 */
export async function templateFindings(
  snapshot: Snapshot,
  reading: ParameterReading,
  more: readonly BuiltInPod[] = [],
): Promise<readonly Finding[]> {
  const watched = await watchTemplates(snapshot, reading);
  const trying: Trying = { snapshot, watched, lookups: new Map(), giving: new Set() };
  return [
    ...builtInPods.flatMap((pod) => tryOn(trying, pod, { refusals: pod.isOtherSystem !== true })),
    // Fixtures show pods that are left alone, too: no template is ever rendered for those.
    ...more
      .filter((pod) => decideAbout(pod, snapshot).kind === 'inject')
      .flatMap((pod) => tryOn(trying, pod, { refusals: false })),
    ...tryOtherSidecars(trying),
    ...tryNamed(trying),
    ...tryLookups(trying),
    ...givesNothing(trying),
  ];
}

function tryOn(trying: Trying, pod: BuiltInPod, { refusals, settings }: TryOptions): readonly Finding[] {
  const { use, renderings: all } = trying.watched.watch(settings);
  const trial = tryPod(pod, trying.snapshot, { configuration: use, decision: askedFor });
  const renderings = firstOfEach(all);
  note(trying, renderings);
  return trialFindings({ pod, trial, renderings, refusals }).map((each) => ({ ...each, seenOn: [pod.name] }));
}

function firstOfEach(renderings: readonly Rendering[]): readonly Rendering[] {
  return [...new Map([...renderings].reverse().map((each) => [each.template.name, each])).values()].reverse();
}

function note({ lookups, giving }: Trying, renderings: readonly Rendering[]): void {
  for (const rendering of renderings) {
    for (const lookup of rendering.lookups) {
      lookups.set(`${lookup.map}/${lookup.key}`, lookup);
    }
    if (!isEmptyRendering(rendering)) {
      giving.add(rendering.template.name);
    }
  }
}

/** Settings may change: what works for one kind of sidecars only is worth a word. */
function tryOtherSidecars(trying: Trying): readonly Finding[] {
  const nativeSidecars = !trying.snapshot.settings.nativeSidecars;
  const known = new Set(
    plainPods()
      .flatMap((pod) => tryOn(trying, pod, { refusals: true }))
      .map(keyOf),
  );
  return plainPods()
    .flatMap((pod) => tryOn(trying, pod, { refusals: true, settings: { nativeSidecars } }))
    .filter((each) => !known.has(keyOf(each)))
    .map((each) => ({
      ...finding('SI0212', each, `with nativeSidecars: ${nativeSidecars}: ${each.message}`),
      seenOn: each.seenOn ?? [],
    }));
}

function plainPods(): readonly BuiltInPod[] {
  return builtInPods.slice(0, 1);
}

/** Messages name lists, which differ between the kinds of sidecars. */
function keyOf({ code, parameter, line, column }: Finding): string {
  return JSON.stringify([code, parameter, line, column]);
}

/**
 * Templates and aliases that pods can ask for by name. Some are good alone and some beside the default ones, so that
 * only what is wrong in both ways is reported. A mesh has templates that are for no pod: there it is a warning.
 */
function tryNamed(trying: Trying): readonly Finding[] {
  const { settings, templates } = trying.snapshot;
  const names = [...templates.keys(), ...settings.aliases.keys()];
  const others = names.filter((name) => !settings.defaultTemplates.includes(name));
  return others.flatMap((name) => {
    const [alone = [], beside = []] = [[name], [...settings.defaultTemplates, name]].map((asking) =>
      plainPods().flatMap((pod) => tryOn(trying, askingFor(pod, asking), { refusals: true })),
    );
    const found = alone.length > 0 && beside.length > 0 ? alone : [];
    return trying.snapshot.behaviour.keepsRecord ? found : found.map((each) => asWarning(trying, name, each));
  });
}

function asWarning({ watched }: Trying, name: string, found: Finding): Finding {
  const parameter = watched.templates.find((template) => template.name === name)?.parameter.name ?? 'default/settings';
  const place = found.parameter === parameter ? found : { parameter };
  return { ...finding('SI0214', place, found.message), seenOn: found.seenOn ?? [] };
}

function askingFor(pod: BuiltInPod, names: readonly string[]): BuiltInPod {
  const annotations = { [templatesAnnotation]: names.join(',') };
  const name = `${pod.name} that asks for ${names.join(', ')}`;
  return { ...pod, name, pod: withMetadata(pod.pod, 'annotations', annotations) };
}

/** Each label and annotation that a template looked at, on a pod that has it; the built-in pods are those without. */
function tryLookups(trying: Trying): readonly Finding[] {
  const lookups = [...trying.lookups.values()].filter(({ key }) => key !== templatesAnnotation);
  return lookups.flatMap((lookup) => plainPods().flatMap((pod) => tryLookup(trying, pod, lookup)));
}

function tryLookup(trying: Trying, pod: BuiltInPod, { map, key }: Lookup): readonly Finding[] {
  return sampleTexts.flatMap((text) => {
    const what = map === 'labels' ? 'label' : 'annotation';
    const name = `${pod.name} with the ${what} ${key}: ${JSON.stringify(text)}`;
    return tryOn(trying, { ...pod, name, pod: withMetadata(pod.pod, map, { [key]: text }) }, { refusals: false });
  });
}

function givesNothing({ watched, giving }: Trying): readonly Finding[] {
  return watched.templates
    .filter(({ name }) => !giving.has(name))
    .map(({ parameter }) =>
      finding(
        'SI0208',
        { parameter: parameter.name, line: 1, column: 1 },
        'it renders nothing for any pod, so that pods are marked as injected and get nothing; fill or remove it',
      ),
    );
}
