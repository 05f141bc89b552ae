import { trimEnd } from '../base/trim-end.ts';

const second = 1_000_000_000n;
const minute = 60n * second;
const hour = 60n * minute;

/** Writes nanoseconds as Go's time.Duration.String does: `1h2m0.5s`, `1.5ms`, `0s`. */
export function formatDuration(nanos: bigint): string {
  if (nanos === 0n) {
    return '0s';
  }
  const sign = nanos < 0n ? '-' : '';
  const size = nanos < 0n ? -nanos : nanos;
  return sign + (size < second ? formatSmall(size) : formatLarge(size));
}

function formatSmall(size: bigint): string {
  if (size < 1000n) {
    return `${size}ns`;
  }
  return size < 1_000_000n ? `${decimal(size, 3)}µs` : `${decimal(size, 6)}ms`;
}

function formatLarge(size: bigint): string {
  const hours = size >= hour ? `${size / hour}h` : '';
  const minutes = size >= minute ? `${(size / minute) % 60n}m` : '';
  return `${hours}${minutes}${decimal(size % minute, 9)}s`;
}

/** `size` / 10^digits without trailing zeros. */
function decimal(size: bigint, digits: number): string {
  const text = String(size).padStart(digits + 1, '0');
  const fraction = trimEnd(text.slice(-digits), '0');
  return text.slice(0, -digits) + (fraction === '' ? '' : `.${fraction}`);
}
