import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { soak } from './soak.ts';

const requestCount = 10_000;
const laneCount = 50;

describe('ten thousand requests with faults at random', () => {
  it('get no wrong policy, never reject, and grow neither memory nor sockets', { timeout: 300_000 }, async () => {
    setFlagsFromString('--expose-gc');
    const collect: unknown = runInNewContext('gc');
    const heap = (): number => {
      if (typeof collect === 'function') {
        collect();
      }
      return process.memoryUsage().heapUsed;
    };
    await soak({ requests: requestCount / 10, lanes: laneCount });
    const before = heap();
    const { wrong, rejections, openSockets } = await soak({ requests: requestCount, lanes: laneCount });
    expect({ wrong, rejections }).toEqual({ wrong: [], rejections: [] });
    expect(openSockets).toBeLessThan(2 * laneCount);
    expect(heap() - before).toBeLessThan(8 << 20);
  });
});
