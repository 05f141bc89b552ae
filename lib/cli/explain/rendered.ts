import type { Snapshot } from '../../config/snapshot.ts';
import type { InjectConfiguration } from '../../inject/injection-types.ts';

/** What templates gave, by name; the last where one was rendered more than once. */
export type Renderings = Map<string, string>;

/** The configuration of a snapshot whose templates write down what they gave. */
export function watchedConfiguration(snapshot: Snapshot, renderings: Renderings): InjectConfiguration {
  const templates = [...snapshot.templates].map(([name, template]) => {
    const render: typeof template.render = (data) => {
      const text = template.render(data);
      renderings.set(name, text);
      return text;
    };
    const { keepsData } = template;
    return [name, keepsData === undefined ? { render } : { render, keepsData }] as const;
  });
  return { ...snapshot, templates: new Map(templates) };
}

/** A rendered text with the numbers that errors count its lines by. */
export function formatRendering(name: string, text: string): string {
  const lines = text.split('\n');
  const width = String(lines.length).length;
  const numbered = lines.map((line, index) => `${String(index + 1).padStart(width)} | ${line}`.trimEnd());
  return `template ${name}, rendered:\n${numbered.join('\n')}\n`;
}
