import { beforeEach, describe, expect, it } from 'vitest';
import { SingleFlight } from '../../../../lib/config/cache/single-flight.ts';

interface Run {
  readonly signal: AbortSignal;
  readonly land: (value: string) => void;
  readonly fail: (error: unknown) => void;
}

let runs: Run[];
let flights: SingleFlight<string>;
beforeEach(() => {
  runs = [];
  flights = new SingleFlight(
    (signal) => new Promise((resolve, reject) => runs.push({ signal, land: resolve, fail: reject })),
  );
});

describe('a flight', () => {
  it('is shared while it is under way, and another begins once it has landed', async () => {
    const [first, second] = [flights.join(), flights.join()];
    runs[0]?.land('one');
    expect([await first.result, await second.result]).toEqual(['one', 'one']);
    flights.join();
    expect(runs).toHaveLength(2);
  });

  it('that failed makes room for another, too', async () => {
    const { result } = flights.join();
    runs[0]?.fail('torn');
    await expect(result).rejects.toBe('torn');
    flights.join();
    expect(runs).toHaveLength(2);
  });

  it('ends when the last has left, who may say so twice', () => {
    const [first, second] = [flights.join(), flights.join()];
    first.leave();
    first.leave();
    expect(runs[0]?.signal.aborted).toBe(false);
    second.leave();
    expect(runs[0]?.signal.aborted).toBe(true);
    expect(runs[0]?.signal.reason).toEqual(new Error('nobody waits for it any more'));
  });

  it('that has landed is not ended', async () => {
    const { result, leave } = flights.join();
    runs[0]?.land('one');
    await result;
    leave();
    expect(runs[0]?.signal.aborted).toBe(false);
  });

  it('that was ended, and lands late, leaves the next one in the air', async () => {
    const early = flights.join();
    early.leave();
    flights.join();
    expect(runs).toHaveLength(2);
    runs[0]?.land('late');
    await early.result;
    flights.join();
    expect(runs).toHaveLength(2);
  });
});
