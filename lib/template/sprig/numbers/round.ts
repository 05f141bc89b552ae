/**
 * sprig's `round`: to a number of decimal places, upwards where the fraction of the shifted number reaches the
 * threshold, else downwards; the fraction of a negative number is negative, so that it never does.
 */
export function roundAt(value: number, places: bigint, threshold: number): number {
  const power = powerOfTen(Number(places));
  const shifted = power * value;
  const fraction = Number.isFinite(shifted) ? shifted - Math.trunc(shifted) : Number.NaN;
  return (fraction >= threshold ? Math.ceil(shifted) : Math.floor(shifted)) / power;
}

const beyondRange = 4096;

/**
 * Go's math.Pow(10, n): by squaring on the mantissa with the exponent kept apart, so that the last bit is the same as
 * there, which Math.pow does not promise.
 */
function powerOfTen(exponent: number): number {
  let mantissa = 1;
  let power = 0;
  let factor = 0.625;
  let factorPower = 4;
  for (let rest = Math.min(Math.abs(exponent), 2 ** 53); rest >= 1; rest = Math.floor(rest / 2)) {
    if (factorPower > beyondRange) {
      power += factorPower;
      break;
    }
    if (rest % 2 === 1) {
      mantissa *= factor;
      power += factorPower;
    }
    factor *= factor;
    factorPower *= 2;
    if (factor < 0.5) {
      factor += factor;
      factorPower -= 1;
    }
  }
  return exponent < 0 ? scale(1 / mantissa, -power) : scale(mantissa, power);
}

/** mantissa * 2^power; in two steps where the power alone would overflow. */
function scale(mantissa: number, power: number): number {
  const half = Math.trunc(Math.max(-2200, Math.min(2200, power)) / 2);
  return mantissa * 2 ** half * 2 ** (Math.max(-2200, Math.min(2200, power)) - half);
}
