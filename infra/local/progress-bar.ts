// A progress bar where somebody looks, and a line now and then where nobody does.

const WIDTH = 30;

export interface ProgressBar {
  show: (done: number) => void;
  /** Replaces the bar by a line; the bar comes back with the next `show`. */
  say: (line: string) => void;
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
    say(line) {
      out.write(out.isTTY ? `\r${line.padEnd(WIDTH + 20)}\n` : `${line}\n`);
      shown = -1;
    },
  };
}
