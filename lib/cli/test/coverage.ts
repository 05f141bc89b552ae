import { placeAt } from '../../config/load/yaml-place.ts';
import type { Snapshot } from '../../config/snapshot.ts';
import type { Decision } from '../../decide/decision.ts';
import { templatesAnnotation } from '../../inject/render/select-templates.ts';
import type { JsonObject } from '../../json/json-value.ts';
import { annotationOf } from '../../kube/pod/metadata.ts';
import type { BranchNode, Node } from '../../template/node.ts';
import type { Rendering, WatchedTemplate, WatchedTemplates } from '../trial/watched-templates.ts';

/** Something that no case reached. */
export interface Unreached {
  readonly kind: 'template' | 'branch' | 'setting' | 'rule';
  /** `default/template:12:5: if …, its else`. */
  readonly what: string;
}

/** One case, as far as coverage goes. */
export interface Seen {
  readonly snapshot: Snapshot;
  readonly decision: Decision;
  readonly renderings: readonly Rendering[];
  readonly pod: JsonObject;
}

/** Rules that can decide about a pod that an API server sends. */
const rules: ReadonlySet<string> = new Set(['host-network', 'system-namespace', 'request', 'policy']);

/** Which templates, branches of templates, settings and rules cases reach. */
export class Coverage {
  /** Everything that there is, by a key, with its description; what was reached is taken out. */
  readonly #left = new Map<string, Unreached>();
  readonly #reached = new Set<string>();
  #total = 0;

  constructor() {
    for (const rule of rules) {
      this.#expect(`rule ${rule}`, { kind: 'rule', what: `rule ${rule}` });
    }
  }

  /** Takes note of what a cluster's configuration has. */
  know({ templates }: WatchedTemplates, { settings }: Snapshot): void {
    for (const template of templates) {
      const { name } = template.parameter;
      this.#expect(`template ${name}`, { kind: 'template', what: name });
      for (const tree of template.trees.values()) {
        this.#expectBranches(template, tree.root);
      }
    }
    for (const [rule, count] of selectorsOf(settings)) {
      for (let index = 1; index <= count; index++) {
        this.#expect(`${rule} ${index}`, { kind: 'setting', what: `settings: ${rule} number ${index}` });
      }
    }
    for (const alias of settings.aliases.keys()) {
      this.#expect(`alias ${alias}`, { kind: 'setting', what: `settings: alias ${alias}` });
    }
  }

  /** Takes note of what a case reached. */
  see({ snapshot, decision, renderings, pod }: Seen): void {
    const last = decision.trace.at(-1);
    this.#reach(`rule ${last?.rule ?? ''}`);
    this.#reach(`${last?.rule ?? ''} ${last?.saw.replace('number ', '') ?? ''}`);
    for (const name of (annotationOf(pod, templatesAnnotation) ?? '').split(',')) {
      if (snapshot.settings.aliases.has(name.trim())) {
        this.#reach(`alias ${name.trim()}`);
      }
    }
    for (const { template, arms } of renderings) {
      this.#reach(`template ${template.parameter.name}`);
      for (const { at, arm } of arms) {
        this.#reach(`branch ${template.parameter.name} ${at} ${arm}`);
      }
    }
  }

  /** What no case reached, by kind, and how much there is in all. */
  result(): { readonly total: number; readonly unreached: readonly Unreached[] } {
    const unreached = [...this.#left].filter(([key]) => !this.#reached.has(key)).map(([, each]) => each);
    return { total: this.#total, unreached };
  }

  #expect(key: string, what: Unreached): void {
    if (!this.#left.has(key)) {
      this.#left.set(key, what);
      this.#total += 1;
    }
  }

  #reach(key: string): void {
    this.#reached.add(key);
  }

  #expectBranches(template: WatchedTemplate, nodes: readonly Node[]): void {
    for (const node of nodes) {
      if (node.kind === 'if' || node.kind === 'with' || node.kind === 'range') {
        this.#expectArms(template, node);
        this.#expectBranches(template, node.list);
        this.#expectBranches(template, node.elseList ?? []);
      }
    }
  }

  #expectArms({ parameter }: WatchedTemplate, { at, kind }: BranchNode): void {
    const { line, column } = placeAt(parameter.text, at);
    const action = /^[^}\n]*/.exec(parameter.text.slice(at))?.[0].trim() ?? '';
    const words = action.startsWith(kind) ? action : `${kind} ${action}`;
    for (const [arm, said] of [
      ['list', 'never taken'],
      ['else', 'always taken'],
    ] as const) {
      const what = `${parameter.name}:${line}:${column}: ${words}: ${said}`;
      this.#expect(`branch ${parameter.name} ${at} ${arm}`, { kind: 'branch', what });
    }
  }
}

function selectorsOf(settings: Snapshot['settings']): readonly (readonly [string, number])[] {
  return [
    ['never-selector', settings.neverInjectSelector.length],
    ['always-selector', settings.alwaysInjectSelector.length],
  ];
}
