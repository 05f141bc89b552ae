import { describe, expect, it } from 'vitest';
import { compileEagerly } from '../../../build/eager-functions.ts';

/** The ranges of parts of a code, as V8 counts them. */
function rangesOf(code: string, parts: readonly string[]): ReadonlySet<string> {
  return new Set(parts.map((part) => `${code.indexOf(part)}:${code.indexOf(part) + part.length}`));
}

describe('compileEagerly', () => {
  it.each([
    ['an arrow function', 'const f=a=>a+1;', ['a=>a+1'], 'const f=(a=>a+1);'],
    ['one in another', 'const f=a=>b=>a;', ['a=>b=>a', 'b=>a'], 'const f=(a=>(b=>a));'],
    ['a function expression', 'x(function(){return 1});', ['function(){return 1}'], 'x((function(){return 1}));'],
    ['a declaration', 'g();function f(){}h();', ['function f(){}'], 'var f=(function(){});g();h();'],
    ['what is in a declaration', 'function f(){return()=>1}', ['()=>1'], 'function f(){return(()=>1)}'],
    ['both', 'function f(){return()=>1}', ['function f(){return()=>1}', '()=>1'], 'var f=(function(){return(()=>1)});'],
    ['an async declaration', 'async function f(){}', ['async function f(){}'], 'var f=(async function(){});'],
    ['a generator', 'function* f(){}', ['function* f(){}'], 'var f=(function*(){});'],
    ['what an export follows', 'function f(){}export{f};', ['function f(){}'], 'var f=(function(){});export{f};'],
  ])('marks %s that ran', (_name, code, ran, want) => {
    expect(compileEagerly(code, rangesOf(code, ran))).toBe(want);
  });

  it.each([
    ['what did not run', 'const f=a=>a;function g(){}', []],
    ['methods', 'const o={m(){},get g(){return 1}};class C{m(){}static s(){}}', ['m(){}', '(){}', '(){return 1}']],
    ['declarations within functions', 'function f(){function g(){}}', ['function g(){}']],
    ['long functions', `const f=()=>{${'a();'.repeat(200)}};`, [`()=>{${'a();'.repeat(200)}}`]],
  ])('leaves %s alone', (_name, code, ran) => {
    expect(compileEagerly(code, rangesOf(code, ran))).toBe(code);
  });

  it('keeps what a module does and how its functions are called', async () => {
    const code = `export const log=[];log.push(typeof f,f.name,g());function f(a,b){return a}function g(){return h(f)}
      const h=(k)=>k.length;export{f};`;
    const ran = rangesOf(code, ['function f(a,b){return a}', 'function g(){return h(f)}', '(k)=>k.length']);
    const eager = compileEagerly(code.replace('g());', '0);'), new Set());
    const load = (text: string) => import(`data:text/javascript,${encodeURIComponent(text)}`);
    expect((await load(eager)).log).toEqual(['function', 'f', 0]);
    expect((await load(compileEagerly(code, ran).replace('g());', '0);'))).log).toEqual(['function', 'f', 0]);
  });
});
