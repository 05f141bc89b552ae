import { describe, expect, it } from 'vitest';
import { deadlineOf } from '../../../lib/webhook/deadline.ts';
import type { HttpRequest } from '../../../lib/webhook/http.ts';

const rows = [
  { name: 'the address', timeout: '10s', want: 9700 },
  { name: 'milliseconds', timeout: '1500ms', want: 1200 },
  { name: 'minutes', timeout: '1m', want: 59_700 },
  { name: 'the default', timeout: undefined, want: 9700 },
  { name: 'the default, for nonsense', timeout: 'soon', want: 9700 },
  { name: 'the default, for a negative time', timeout: '-1s', want: 9700 },
  { name: 'the environment, where it leaves less', timeout: '10s', remainingMs: 3000, want: 2800 },
  { name: 'now, where nothing is left', timeout: '1s', remainingMs: 100, want: 0 },
];

describe('deadlineOf', () => {
  it.each(rows)('follows $name', ({ timeout, remainingMs, want }) => {
    const query = new Map(timeout === undefined ? [] : [['timeout', timeout]]);
    const request: HttpRequest = { method: 'POST', path: '/', query, headers: new Map(), body: new Uint8Array() };
    const limited = remainingMs === undefined ? request : { ...request, remainingMs };
    expect(deadlineOf(limited, 1000)).toBe(1000 + want);
  });
});
