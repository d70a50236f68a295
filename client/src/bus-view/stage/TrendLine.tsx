// The last minute as a small line, one point per second. Where nothing was measured it has a gap: nothing is not zero.

import styles from "./TrendLine.module.css";

const HEIGHT = 20;

export function TrendLine({ values }: { values: readonly (number | undefined)[] }) {
  const highest = Math.max(1, ...values.filter((value) => value !== undefined));
  const width = Math.max(1, values.length - 1);
  return (
    <svg
      className={styles.line}
      viewBox={`0 0 ${width} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path d={`M0 ${HEIGHT - 1}H${width}`} className={styles.base} />
      <path d={draw(values, highest)} />
    </svg>
  );
}

function draw(values: readonly (number | undefined)[], highest: number): string {
  return values
    .map((value, x) => {
      if (value === undefined) return "";
      const y = HEIGHT - 1 - (value / highest) * (HEIGHT - 3);
      // A second of its own is a dot: a line of no length, with round ends.
      return values[x - 1] === undefined ? `M${x} ${y}h0` : `L${x} ${y}`;
    })
    .join("");
}
