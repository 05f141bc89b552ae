import type { ParameterReading } from '../source/source.ts';
import { namesPerCall } from '../source/ssm/parameter-reader.ts';

/** How reading changes with the number of clusters in one environment, so that its reads a second do not. */
export const fleetLimits = {
  /** Up to so many, every reading asks for all names of a cluster. */
  small: 20,
  /** From so many on, configuration is fresh for longer, in proportion; and for at most so many times as long. */
  stretchFrom: 50,
  stretchLimit: 2,
  /** Names that need not be read each time are asked for in turn where there are many clusters: so many a reading. */
  inTurn: 1,
} as const;

/** A cluster's layer, as others see it that read it along. */
export interface FleetMember {
  /** What its next reading asks for. */
  readonly names: readonly string[];
  /** Milliseconds since the epoch of its last reading. */
  readonly readAt: number | undefined;
  /** Whether more than half of its time is over. */
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

  /** Layers that are due soon and whose names fit into the room that a reading leaves in its calls; oldest first. */
  companionsOf(layer: FleetMember, names: number): readonly FleetMember[] {
    let room = Math.ceil(names / namesPerCall) * namesPerCall - names;
    const due = [...this.#layers].filter((other) => room > 0 && other !== layer && other.isDueSoon);
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
