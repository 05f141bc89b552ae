import { type AnyNode, type Function as FunctionNode, type Node, type Program, parse } from 'acorn';

/** A piece of text that goes into another one at an offset. */
interface Insertion {
  readonly at: number;
  readonly text: string;
}

/**
 * Longer functions, in characters, are left to their first call: compiled with all others they hold more memory at
 * once, and touching it for the first time takes longer than reading them again.
 */
const maxEagerLength = 700;

/**
 * Puts the functions that every start runs into parentheses. V8 compiles such a function together with the file;
 * any other one it only skims then, and reads again when it is first called. Declarations of the module become
 * variables in front of everything else, where their names are known as early as they were. Methods stay as they
 * are: there is no way to tell V8 of them.
 * @param code an ES module
 * @param ran the functions that ran, as `START:END` in characters
 */
export function compileEagerly(code: string, ran: ReadonlySet<string>): string {
  const program = parse(code, { ecmaVersion: 'latest', sourceType: 'module' });
  const isRun = ({ start, end }: Node): boolean => end - start <= maxEagerLength && ran.has(`${start}:${end}`);
  const insertions = expressionsOf(program, isRun);
  const hoisted = program.body.filter((node) => node.type === 'FunctionDeclaration').filter(isRun);
  // Without its name, which is that of the variable: the function has it all the same.
  const variables = hoisted.map(({ start, end, id }) => {
    const head = code.slice(start, id.start).trimEnd();
    return `var ${id.name}=(${head}${textOf(code, { start: id.end, end }, insertions)});`;
  });
  let rest = '';
  let from = 0;
  for (const node of hoisted) {
    rest += textOf(code, { start: from, end: node.start }, insertions);
    from = node.end;
  }
  return [...variables, rest, textOf(code, { start: from, end: code.length }, insertions)].join('');
}

/** Parentheses around each function expression that ran, by offset. */
function expressionsOf(program: Program, isRun: (node: Node) => boolean): readonly Insertion[] {
  const found: FunctionNode[] = [];
  const methods = new Set<Node>();
  visit(program, (node) => {
    if (node.type === 'MethodDefinition' || (node.type === 'Property' && (node.method || node.kind !== 'init'))) {
      methods.add(node.value);
    }
    const isExpression = node.type === 'ArrowFunctionExpression' || node.type === 'FunctionExpression';
    if (isExpression && !methods.has(node) && isRun(node)) {
      found.push(node);
    }
  });
  return found
    .flatMap(({ start, end }) => [
      { at: start, text: '(' },
      { at: end, text: ')' },
    ])
    .sort((a, b) => a.at - b.at);
}

/** A part of the code, with what goes into it. */
function textOf(code: string, { start, end }: Pick<Node, 'start' | 'end'>, insertions: readonly Insertion[]): string {
  let text = '';
  let from = start;
  for (const { at, text: inserted } of insertions) {
    if (at >= start && (at < end || end === code.length)) {
      text += code.slice(from, at) + inserted;
      from = at;
    }
  }
  return text + code.slice(from, end);
}

function visit(node: Node, enter: (node: AnyNode) => void): void {
  enter(node as AnyNode);
  for (const child of Object.values(node).flat()) {
    if (isNode(child)) {
      visit(child, enter);
    }
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}
