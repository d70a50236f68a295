// A progress bar on a terminal, and a line now and then elsewhere.

const WIDTH = 30;
/** In the place of the percentage, while a countdown is shown. */
const WAITING = -2;

export interface ProgressBar {
  show: (done: number) => void;
  /** Replaces the bar by a line; the bar comes back with the next `show`. */
  print: (line: string) => void;
  /** A line for a moment, in the place of the bar: a countdown. Without a terminal, one line for every ten seconds. */
  wait: (seconds: number) => void;
}

export function createProgressBar(
  total: number,
  out: { isTTY?: boolean; write: (text: string) => unknown } = process.stdout,
): ProgressBar {
  let shown = -1;
  return {
    show(done) {
      const percent = Math.floor((done * 100) / total);
      if (percent === shown) return;
      shown = percent;
      const full = Math.floor((percent / 100) * WIDTH);
      const bar = `${"█".repeat(full)}${"░".repeat(WIDTH - full)} ${percent} %  ${done}/${total}`;
      if (out.isTTY) out.write(`\r${bar}${done === total ? "\n" : ""}`);
      else if (percent % 25 === 0) out.write(`${bar}\n`);
    },
    wait(seconds) {
      const line = `The blog takes no more writes from here for now; it goes on in ${seconds} s …`;
      if (out.isTTY) out.write(`\r${line.padEnd(WIDTH + 40)}`);
      else if (seconds % 10 === 0 || shown !== WAITING) out.write(`${line}\n`);
      shown = WAITING;
    },
    print(line) {
      out.write(out.isTTY ? `\r${line.padEnd(WIDTH + 20)}\n` : `${line}\n`);
      shown = -1;
    },
  };
}
