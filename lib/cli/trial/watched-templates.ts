import type { WatchFor } from '../../config/load/compile-templates.ts';
import type { EffectiveParameter } from '../../config/load/effective-parameters.ts';
import { loadSnapshot } from '../../config/load/load-snapshot.ts';
import type { Snapshot } from '../../config/snapshot.ts';
import type { ParameterReading } from '../../config/source/source.ts';
import type { RenderableTemplate } from '../../contract/template.ts';
import type { InjectConfiguration } from '../../inject/injection-types.ts';
import type { JsonValue } from '../../json/json-value.ts';
import type { Tree } from '../../template/parser.ts';
import type { Arm, Lack, RenderWatch, WatchedCall, Written } from '../../template/watch.ts';
import { actionAt, type OddText, oddTexts } from './odd-text.ts';
import { type Lookup, watchLookups } from './watch-lookups.ts';

/** A template of a cluster, and the parameter that holds it. */
export interface WatchedTemplate {
  readonly name: string;
  readonly parameter: EffectiveParameter;
  /** Parsed: its own tree by its name, and those that it defines. */
  readonly trees: ReadonlyMap<string, Tree>;
  /** What `.Values` is. */
  readonly values: JsonValue;
}

/** One rendering: what came out, and how. */
export interface Rendering {
  readonly template: WatchedTemplate;
  /** Undefined where it failed. */
  readonly text: string | undefined;
  /** What it failed with. */
  readonly failure: unknown;
  /** Which part of the template wrote which part of the text, in the order of the text. */
  readonly pieces: readonly Written[];
  readonly arms: readonly Arm[];
  readonly odd: readonly OddText[];
  /** Keys that maps did not have: a reason for odd texts, and often meant so. */
  readonly lacks: readonly Lack[];
  readonly lookups: readonly Lookup[];
}

/** The templates of one cluster, ready to be rendered and looked at. */
export interface WatchedTemplates {
  readonly templates: readonly WatchedTemplate[];
  /** A configuration that nothing is remembered for, and the renderings that it gives, in order. */
  readonly watch: (settings?: Partial<InjectConfiguration['settings']>) => Watching;
}

/** A configuration for one trial. */
export interface Watching {
  readonly use: InjectConfiguration;
  readonly renderings: readonly Rendering[];
}

/** What is noted while a template runs. */
interface Notes {
  readonly pieces: Written[];
  readonly arms: Arm[];
  readonly odd: OddText[];
  readonly lacks: Lack[];
  readonly lookups: Lookup[];
}

/** A rendering that is going on. */
type Unfinished = { text: string | undefined; failure: unknown } & Omit<Rendering, 'text' | 'failure'>;

type Mutable = { notes: Notes; renderings: Rendering[] };

/** Compiles the templates of a cluster once more, so that they can be looked at while they run. */
export async function watchTemplates(
  { cluster, values, settings }: Snapshot,
  reading: ParameterReading,
): Promise<WatchedTemplates> {
  const state: Mutable = { notes: emptyNotes(), renderings: [] };
  const templates = new Map<string, WatchedTemplate>();
  const watchFor: WatchFor = (name, parameter) => {
    const trees = new Map<string, Tree>();
    templates.set(name, { name, parameter, values, trees });
    return watchInto(state, trees);
  };
  const result = await loadSnapshot(cluster, reading, { watchFor });
  if (result.kind === 'invalid') {
    throw new Error('a configuration that loaded before does not load again');
  }
  const { snapshot } = result;
  const watched = new Map(
    [...templates.values()].flatMap((template) => {
      const compiled = snapshot.templates.get(template.name);
      return compiled === undefined ? [] : [[template.name, noting(template, compiled, state)] as const];
    }),
  );
  return {
    templates: [...templates.values()],
    watch: (changed = {}) => {
      state.renderings = [];
      const use = { ...snapshot, settings: { ...settings, ...changed }, templates: watched };
      return { use, renderings: state.renderings };
    },
  };
}

/** Tells the notes of the rendering that is going on. */
function watchInto(state: Mutable, trees: Map<string, Tree>): RenderWatch {
  return {
    parsed: (found) => {
      for (const [key, tree] of found) {
        trees.set(key, tree);
      }
    },
    wrote: (piece) => state.notes.pieces.push(piece),
    entered: (arm) => state.notes.arms.push(arm),
    missing: (place) => state.notes.odd.push({ text: '<no value>', action: actionAt(place) }),
    lacked: (lack) => state.notes.lacks.push(lack),
    called: (call) => {
      state.notes.odd.push(...oddTexts(call));
      state.notes.lacks.push(...lacksOf(call));
    },
  };
}

function noting(template: WatchedTemplate, compiled: RenderableTemplate, state: Mutable): RenderableTemplate {
  return {
    keepsData: compiled.keepsData === true,
    render: (data, options) => {
      const notes = emptyNotes();
      state.notes = notes;
      const rendering: Unfinished = { template, text: undefined, failure: undefined, ...notes };
      state.renderings.push(rendering);
      const watched = watchLookups(data, (lookup) => notes.lookups.push(lookup));
      try {
        rendering.text = compiled.render(watched, options);
        return rendering.text;
      } catch (error) {
        rendering.failure = error;
        throw error;
      }
    },
  };
}

function emptyNotes(): Notes {
  return { pieces: [], arms: [], odd: [], lacks: [], lookups: [] };
}

/** `index` and `get` look up keys as fields do. */
function lacksOf({ name, args: [map, key], source, at }: WatchedCall): readonly Lack[] {
  const isLack = (name === 'index' || name === 'get') && map instanceof Map && typeof key === 'string' && !map.has(key);
  return isLack ? [{ source, at, key, keys: [...map.keys()] }] : [];
}
