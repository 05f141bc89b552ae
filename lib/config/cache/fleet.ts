import type { ParameterReading } from '../source/source.ts';
import { namesPerCall } from '../source/ssm/parameter-reader.ts';
import { ageLimits } from './freshness.ts';

/** How reading changes with the number of clusters in one environment, so that its reads a second do not. */
export const fleetLimits = {
  /** Up to so many, every reading asks for all names of a cluster. */
  small: 20,
  /** From so many on, configuration is fresh for longer, in proportion; and for at most so many times as long. */
  stretchFrom: 50,
  stretchLimit: 2,
  /** The share of a layer's time that must be over for others to read it along; nearly all, where there are many. */
  dueShare: 0.5,
  dueShareOfMany: 0.9,
  /** How many calls a reading fills with names of several clusters where there are many: ten names hold one of six. */
  callsOfMany: 5,
  /**
   * Names that need not be read each time are asked for in turn where there are many clusters: one with each reading of
   * a cluster that asks for at most so many others, else with every second.
   */
  eachTimeUpTo: 4,
  /** How much readings that are fresh for longer draw from; less than usual, as the first of those read together counts. */
  stretchedJitter: 0.05,
} as const;

/** A cluster's layer, as others see it that read it along. */
export interface FleetMember {
  /** What its next reading asks for. */
  readonly names: readonly string[];
  /** Milliseconds since the epoch of its last reading. */
  readonly readAt: number | undefined;
  /** Whether so much of its time is over that it may as well be read along with another. */
  readonly isDueSoon: boolean;
  /** Takes what was found of the names that were asked for. */
  take(asked: readonly string[], found: ParameterReading): void;
}

/** The clusters' layers of one environment. They share calls, and the more there are, the longer each is fresh. */
export class Fleet {
  /** Whether the default's release is in force. */
  isPinned = false;
  readonly #layers = new Set<FleetMember>();

  add(layer: FleetMember): void {
    this.#layers.add(layer);
  }

  remove(layer: FleetMember): void {
    this.#layers.delete(layer);
  }

  /** Whether there are so many clusters that a reading asks for less. */
  get isLarge(): boolean {
    return this.#layers.size > fleetLimits.small;
  }

  /** By how much longer than usual what was read is fresh. */
  get stretch(): number {
    return Math.min(fleetLimits.stretchLimit, Math.max(1, this.#layers.size / fleetLimits.stretchFrom));
  }

  /** Which share of its time must be over for a layer to be read along. */
  get dueShare(): number {
    return this.isLarge ? fleetLimits.dueShareOfMany : fleetLimits.dueShare;
  }

  /** How much of its time a layer draws, so that environments do not read at the same moment. */
  get jitter(): number {
    return this.stretch > 1 ? fleetLimits.stretchedJitter : ageLimits.freshJitter;
  }

  /** Layers that are due soon and whose names fit into the room that a reading leaves in its calls; oldest first. */
  companionsOf(layer: FleetMember, names: number): readonly FleetMember[] {
    const calls = Math.max(this.isLarge ? fleetLimits.callsOfMany : 1, Math.ceil(names / namesPerCall));
    let room = calls * namesPerCall - names;
    const due = [...this.#layers].filter((other) => other !== layer && other.isDueSoon);
    const chosen: FleetMember[] = [];
    for (const other of due.sort((a, b) => (a.readAt ?? 0) - (b.readAt ?? 0))) {
      const { length } = other.names;
      if (length <= room) {
        chosen.push(other);
        room -= length;
      }
    }
    return chosen;
  }
}
